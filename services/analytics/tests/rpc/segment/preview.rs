//! PreviewSegment.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::analytics::v1::ErrorReason;
use contracts::customer::v1::Customer;
use contracts::interaction::v1::{Channel, Interaction};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::segments_of;
use crate::harness::{Bearer, DAY, House, Reporting, fields, line, sale};

/// How many customers somebody is told that an expression names, of how many.
async fn preview(house: &House, bearer: &Bearer, filter: &str) -> (i64, i64, Vec<String>) {
    let request = wire::PreviewSegmentRequest { filter: filter.into(), ..Default::default() };
    let preview = segments_of(house, bearer).await.preview_segment(request).await.unwrap().into_inner();
    (preview.size, preview.customers, preview.sample)
}

on_both_engines! {
    async fn a1_an_expression_over_facts_and_metrics_says_how_many_and_some(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", "", Role::Sales).await;
        let (_, of_service) = house.person("service", "", Role::Service).await;
        let mut customers = Vec::new();
        for number in 0..4 {
            let (owner, level) = (if number == 0 { wang.staff_id.clone() } else { String::new() }, ["A", "B"][number % 2]);
            customers.push(house.customer(Customer { owner, level: level.into(), ..Customer::default() }).await);
            house.clock.advance(1_000);
        }
        let now = house.clock.now().as_micros();
        // The first bought twice, the second once long ago, the third paid back all that it bought.
        house.buys(&customers[0], sale(now - 3 * DAY, vec![line("龙井", "1", 10_050)])).await;
        house.buys(&customers[0], sale(now - 40 * DAY, vec![line("龙井", "1", 4_950)])).await;
        house.buys(&customers[1], sale(now - 200 * DAY, vec![line("茶杯", "1", 900)])).await;
        let back = house.buys(&customers[2], sale(now - DAY, vec![line("茶杯", "1", 900)])).await;
        let refund = contracts::interaction::v1::RefundTransactionRequest { transaction_id: back, ..Default::default() };
        house.transactions_of(&Bearer(None)).await.refund_transaction(refund).await.unwrap();
        house.talks(&customers[3], Interaction { channel: Channel::Phone.into(), ..Interaction::default() }).await;
        house.counted().await;

        let id = |number: usize| customers[number].customer_id.clone();
        for (filter, expected) in [
            ("level = \"A\"", vec![2, 0]),
            ("frequency = 2 AND monetary = 150 AND recency_days = 3", vec![0]),
            ("recency_days > 90", vec![1]),
            ("frequency = 0", vec![3, 2]),
            ("NOT recency_days:*", vec![3, 2]),
            ("interaction_count > 0", vec![3]),
            ("last_interaction_time >= \"2024-05-20T00:00:00Z\"", vec![3]),
            ("level = \"B\" AND (frequency > 0 OR interaction_count = 1)", vec![3, 1]),
            ("unsettled_cases > 0 OR average_rating < 3", vec![]),
            ("alive > 0.5", vec![]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(id).collect();
            let size = i64::try_from(expected.len()).unwrap();
            assert_eq!(preview(&house, &Bearer(None), filter).await, (size, 4, expected), "{filter}");
        }
        // Of the pool the seller may see what was bought, and the other way round of nobody else's customers.
        assert_eq!(preview(&house, &of_wang, "frequency > 0").await.0, 2);
        let request = wire::PreviewSegmentRequest { filter: "frequency > 0".into(), ..Default::default() };
        let refused = segments_of(&house, &of_service).await.preview_segment(request).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        let request = wire::PreviewSegmentRequest { currency_code: "yen".into(), ..Default::default() };
        let refused = segments_of(&house, &of_service).await.preview_segment(request).await.unwrap_err();
        assert_eq!(fields(&refused), ["filter", "currency_code"]);
    }
}
