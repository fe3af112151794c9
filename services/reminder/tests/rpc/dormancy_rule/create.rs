//! CreateDormancyRule.

use access::Role;
use contracts::reminder::v1::dormancy_service_client::DormancyServiceClient;
use contracts::reminder::v1::{CreateDormancyRuleRequest, DormancyRule, ErrorReason};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use crate::harness::{Callers, House, days, dormancy_rule, fields};

fn create(rule: DormancyRule) -> CreateDormancyRuleRequest {
    CreateDormancyRuleRequest { dormancy_rule: Some(rule), ..Default::default() }
}

on_both_engines! {
    async fn r5_a_rule_is_answered_and_again_to_the_same_request(engine) {
        let house = House::new(engine).await;
        let mut rules = house.dormancy().await;
        let filter = r#"stage = "customer" AND (level = "A" OR tags:"vip") AND owner:*"#;
        let rule = DormancyRule { release_after: Some(days(30)), ..dormancy_rule(filter, days(90)) };
        let request = CreateDormancyRuleRequest { request_id: Uuid::from_u128(7).to_string(), ..create(rule) };
        let created = rules.create_dormancy_rule(request.clone()).await.unwrap().into_inner();
        assert_eq!((created.filter.as_str(), created.revision), (filter, 1));
        assert_eq!(rules.create_dormancy_rule(request).await.unwrap().into_inner(), created);
    }

    async fn r5_what_cannot_be_asked_is_refused_with_its_field(engine) {
        let house = House::new(engine).await;
        let mut rules = house.dormancy().await;
        for (sent, field) in [
            (dormancy_rule("phone = 138", days(90)), "dormancy_rule.filter"),
            (dormancy_rule("level =", days(90)), "dormancy_rule.filter"),
            (DormancyRule { quiet: None, ..dormancy_rule("", days(90)) }, "dormancy_rule.quiet"),
            (dormancy_rule("", days(0)), "dormancy_rule.quiet.count"),
            (DormancyRule { assignee: "li.na".into(), ..dormancy_rule("", days(90)) }, "dormancy_rule.assignee"),
        ] {
            let refused = rules.create_dormancy_rule(create(sent)).await.unwrap_err();
            assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(fields(&refused), [field]);
        }
    }

    async fn r5_only_an_administrator_says_who_is_dormant(engine) {
        let house = House::new(engine).await;
        let (_, li_na) = house.person("li.na", Role::Sales).await;
        let mut hers = DormancyServiceClient::new(house.stub(li_na).await);
        let refused = hers.create_dormancy_rule(create(dormancy_rule("", days(90)))).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
    }

    async fn r5_a_tenant_has_fifty_rules_at_most(engine) {
        let house = House::new(engine).await;
        for _ in 0..50 {
            house.dormancy_rule(dormancy_rule("", days(90))).await;
        }
        let refused = house.dormancy().await.create_dormancy_rule(create(dormancy_rule("", days(90)))).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::TooManyDormancyRules.as_str_name());
    }
}
