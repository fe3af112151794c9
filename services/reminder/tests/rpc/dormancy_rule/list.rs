//! ListDormancyRules.

use contracts::reminder::v1::{DormancyRule, ListDormancyRulesRequest, Period, PeriodUnit};
use testkit::on_both_engines;

use crate::harness::{Callers, House, days, dormancy_rule};

on_both_engines! {
    async fn r5_a_tenant_begins_with_a_rule_of_six_months_and_lists_its_own_beside_it(engine) {
        let house = House::new(engine).await;
        let mut rules = house.dormancy().await;
        let listed = rules.list_dormancy_rules(ListDormancyRulesRequest::default()).await.unwrap().into_inner();
        let [beginning] = &listed.dormancy_rules[..] else { panic!("{listed:?}") };
        let six_months = Period { count: 6, unit: PeriodUnit::Month.into() };
        assert_eq!((beginning.quiet, beginning.revision, beginning.filter.as_str()), (Some(six_months), 0, ""));
        assert_eq!((beginning.create_time, beginning.update_time), (None, None));
        let mut expected: Vec<DormancyRule> = vec![beginning.clone()];
        for number in 1..5 {
            expected.push(house.dormancy_rule(dormancy_rule("", days(number))).await);
        }
        expected.sort_by(|one, other| one.dormancy_rule_id.cmp(&other.dormancy_rule_id));
        let (mut listed, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = ListDormancyRulesRequest { page_size: 2, page_token };
            let page = rules.list_dormancy_rules(request).await.unwrap().into_inner();
            listed.extend(page.dormancy_rules);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        assert_eq!(listed, expected);
    }
}
