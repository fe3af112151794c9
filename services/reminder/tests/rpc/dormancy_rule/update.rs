//! UpdateDormancyRule.

use contracts::reminder::v1::{
    DormancyRule, GetDormancyRuleRequest, ListDormancyRulesRequest, UpdateDormancyRuleRequest,
};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, days};

on_both_engines! {
    async fn r5_the_rule_of_the_beginning_is_changed_as_any_other(engine) {
        let house = House::new(engine).await;
        let mut rules = house.dormancy().await;
        let listed = rules.list_dormancy_rules(ListDormancyRulesRequest::default()).await.unwrap().into_inner();
        let beginning = listed.dormancy_rules[0].clone();
        let sent = DormancyRule {
            dormancy_rule_id: beginning.dormancy_rule_id.clone(),
            etag: beginning.etag.clone(),
            quiet: Some(days(365)),
            ..DormancyRule::default()
        };
        let request = UpdateDormancyRuleRequest { dormancy_rule: Some(sent), ..Default::default() };
        let updated = rules.update_dormancy_rule(request.clone()).await.unwrap().into_inner();
        assert_eq!((updated.quiet, updated.revision), (Some(days(365)), 1));
        assert_eq!(updated.title, beginning.title);
        assert!(updated.create_time.is_some() && updated.update_time.is_some());
        let get = GetDormancyRuleRequest { dormancy_rule_id: updated.dormancy_rule_id.clone() };
        assert_eq!(rules.get_dormancy_rule(get).await.unwrap().into_inner(), updated);
        let listed = rules.list_dormancy_rules(ListDormancyRulesRequest::default()).await.unwrap().into_inner();
        assert_eq!(listed.dormancy_rules, [updated]);
        let refused = rules.update_dormancy_rule(request).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, "ETAG_MISMATCH");
    }
}
