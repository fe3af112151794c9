//! DeleteDormancyRule.

use contracts::reminder::v1::{
    ContactRuleState, DeleteDormancyRuleRequest, ErrorReason, ListDormancyRulesRequest, UpdateDormancyRuleRequest,
};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House};

on_both_engines! {
    async fn r5_the_rule_of_the_beginning_is_deleted_for_good(engine) {
        let house = House::new(engine).await;
        let mut rules = house.dormancy().await;
        let listed = rules.list_dormancy_rules(ListDormancyRulesRequest::default()).await.unwrap().into_inner();
        let dormancy_rule_id = listed.dormancy_rules[0].dormancy_rule_id.clone();
        let delete = DeleteDormancyRuleRequest { dormancy_rule_id, ..Default::default() };
        let deleted = rules.delete_dormancy_rule(delete.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), ContactRuleState::Deleted);
        let listed = rules.list_dormancy_rules(ListDormancyRulesRequest::default()).await.unwrap().into_inner();
        assert_eq!(listed.dormancy_rules, []);
        let refused = rules.delete_dormancy_rule(delete).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::DormancyRuleDeleted.as_str_name());
        let update = UpdateDormancyRuleRequest { dormancy_rule: Some(deleted), ..Default::default() };
        let refused = rules.update_dormancy_rule(update).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::DormancyRuleDeleted.as_str_name());
    }
}
