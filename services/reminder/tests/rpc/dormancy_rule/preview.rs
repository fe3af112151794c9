//! PreviewDormancyRule.

use access::Role;
use contracts::customer::v1 as customers;
use contracts::reminder::v1::dormancy_service_client::DormancyServiceClient;
use contracts::reminder::v1::{DormancyRule, PreviewDormancyRuleRequest, PreviewDormancyRuleResponse, TaskKind};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, DAY, House, at, days, dormancy_rule, fields};

fn preview(rule: DormancyRule) -> PreviewDormancyRuleRequest {
    PreviewDormancyRuleRequest { dormancy_rule: Some(rule), sample_size: 0 }
}

async fn met(house: &House, rule: DormancyRule) -> (i64, Vec<String>) {
    let met = house.dormancy().await.preview_dormancy_rule(preview(rule)).await.unwrap().into_inner();
    let PreviewDormancyRuleResponse { customer_count, customers } = met;
    (customer_count, customers.into_iter().map(|customer| customer.customer_id).collect())
}

on_both_engines! {
    async fn r6_a_preview_says_whom_a_rule_would_meet_now_and_meets_nobody(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        let company = || customers::Customer {
            owner: li_na.staff_id.clone(),
            ..house::company("杭州云帆有限公司", "13912345678")
        };
        let silent = house.given(customers::Customer { level: "A".into(), ..company() }).await.customer_id;
        let spoken_to = house.given(customers::Customer { level: "A".into(), ..company() }).await.customer_id;
        let other = house.given(customers::Customer { level: "B".into(), ..company() }).await.customer_id;
        let pool = house.given(customers::Customer { owner: String::new(), ..company() }).await.customer_id;
        house.clock.advance(20 * DAY);
        house.speak(&spoken_to, "2024-06-01T01:00:00Z").await;
        house.kept_up(&spoken_to, TaskKind::DormantCustomer).await;

        assert_eq!(met(&house, dormancy_rule("level = A", days(20))).await, (1, vec![silent.clone()]));
        assert_eq!(met(&house, dormancy_rule("level = A", days(8))).await, (2, vec![silent.clone(), spoken_to.clone()]));
        assert_eq!(met(&house, dormancy_rule("level = A", days(9))).await.0, 1, "a day is missing");
        let mut all = vec![silent.clone(), other.clone()];
        all.sort();
        assert_eq!(met(&house, dormancy_rule("", days(20))).await, (2, all));
        let with_fallback = DormancyRule { fallback: li_na.staff_id.clone(), ..dormancy_rule("NOT owner:*", days(20)) };
        assert_eq!(met(&house, with_fallback).await, (1, vec![pool]));
        let since = r#"last_interaction_time > "2024-05-31T00:00:00Z""#;
        assert_eq!(met(&house, dormancy_rule(since, days(1))).await, (1, vec![spoken_to.clone()]));
        assert_eq!(met(&house, dormancy_rule("", days(21))).await, (0, vec![]));
        for customer in [&silent, &spoken_to, &other] {
            assert_eq!(house.kept_up(customer, TaskKind::DormantCustomer).await, []);
        }
        let sample = PreviewDormancyRuleRequest { sample_size: 1, ..preview(dormancy_rule("", days(1))) };
        let sample = house.dormancy().await.preview_dormancy_rule(sample).await.unwrap().into_inner();
        assert_eq!((sample.customer_count, sample.customers.len()), (3, 1));
        assert_eq!(sample.customers[0].last_contact_time, Some(at("2024-05-20T02:00:00Z")));
    }

    async fn r6_who_was_previewed_is_who_has_a_task_once_the_rule_is_kept(engine) {
        let house = House::new(engine).await;
        let (li_na, _) = house.person("li.na", Role::Sales).await;
        let mut customers = Vec::new();
        for level in ["A", "B", "A", "C", ""] {
            let company = house::company("杭州云帆有限公司", "13912345678");
            let owner = li_na.staff_id.clone();
            let customer = customers::Customer { owner, level: level.into(), ..company };
            customers.push(house.given(customer).await.customer_id);
            house.kept_up(customers.last().unwrap(), TaskKind::DormantCustomer).await;
            house.clock.advance(3 * DAY);
        }
        let rule = dormancy_rule("level = A OR NOT level:*", days(8));
        let (count, previewed) = met(&house, rule.clone()).await;
        house.dormancy_rule(rule).await;
        let mut with_task = Vec::new();
        for customer in customers {
            if !house.kept_up(&customer, TaskKind::DormantCustomer).await.is_empty() {
                with_task.push(customer);
            }
        }
        assert_eq!((count, with_task), (2, previewed));
    }

    async fn r6_a_preview_is_for_those_who_make_rules_and_reads_them_as_creating_does(engine) {
        let house = House::new(engine).await;
        let (_, li_na) = house.person("li.na", Role::Sales).await;
        let mut hers = DormancyServiceClient::new(house.stub(li_na).await);
        let refused = hers.preview_dormancy_rule(preview(dormancy_rule("", days(1)))).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
        let refused = house.dormancy().await.preview_dormancy_rule(preview(dormancy_rule("x = 1", days(1)))).await;
        assert_eq!(fields(&refused.unwrap_err()), ["dormancy_rule.filter"]);
    }
}
