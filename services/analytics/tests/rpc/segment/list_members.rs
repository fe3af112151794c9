//! ListSegmentMembers.

use access::Role;
use contracts::analytics::v1 as wire;
use contracts::customer::v1::{Customer, DeleteCustomerRequest};
use testkit::on_both_engines;

use super::{members, segment};
use crate::harness::{Bearer, DAY, House, Reporting, line, sale};
use crate::rpc::score::compute;

on_both_engines! {
    async fn a1_who_belongs_to_a_segment_is_evaluated_when_it_is_asked(engine) {
        let house = House::new(engine).await;
        let mut customers = Vec::new();
        for number in 0..5 {
            let level = if number < 3 { "A" } else { "B" };
            customers.push(house.customer(Customer { level: level.into(), ..Customer::default() }).await);
            house.clock.advance(1_000);
        }
        house.counted().await;
        let made = segment(&house, "level = \"A\" AND NOT frequency > 0").await;
        let mut expected: Vec<_> = customers.iter().take(3).map(|customer| customer.customer_id.clone()).collect();
        assert_eq!(members(&house, &Bearer(None), &made).await, expected, "each once, by time of creation");
        let now = house.clock.now().as_micros();
        house.buys(&customers[1], sale(now, vec![line("龙井", "1", 100)])).await;
        house.counted().await;
        expected.remove(1);
        assert_eq!(members(&house, &Bearer(None), &made).await, expected, "who bought left at once");
    }

    async fn a2_a_segment_knows_the_scores_that_were_computed_last(engine) {
        let house = House::new(engine).await;
        let made = segment(&house, "monetary_score >= 1 AND frequency = 4").await;
        let customers = crate::rpc::score::buyers(&house, 20, "").await;
        assert_eq!(members(&house, &Bearer(None), &made).await.len(), 0, "nobody has scores");
        compute(&house, wire::ComputeScoresRequest::default()).await;
        let listed = members(&house, &Bearer(None), &made).await;
        assert!(!listed.is_empty() && listed.len() < customers.len(), "{}", listed.len());
    }

    async fn a1_nobody_is_told_of_customers_or_purchases_that_it_may_not_see(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", "", Role::Sales).await;
        let (li, _) = house.person("li", "", Role::Sales).await;
        let now = house.clock.now().as_micros();
        let mut owned = Vec::new();
        for owner in [&wang.staff_id, &li.staff_id] {
            let customer = house.customer(Customer { owner: owner.clone(), ..Customer::default() }).await;
            house.buys(&customer, sale(now - DAY, vec![line("龙井", "1", 100)])).await;
            owned.push(customer.customer_id);
            house.clock.advance(1_000);
        }
        house.counted().await;
        let made = segment(&house, "frequency > 0").await;
        assert_eq!(members(&house, &Bearer(None), &made).await, owned);
        assert_eq!(members(&house, &of_wang, &made).await, owned[..1]);
        let Customer { customer_id: customer, etag, .. } = house.read(&owned[0]).await;
        let delete = DeleteCustomerRequest { customer, etag, ..Default::default() };
        house.customers().await.delete_customer(delete).await.unwrap();
        house.counted().await;
        assert_eq!(members(&house, &Bearer(None), &made).await, owned[1..], "only live ones belong to it");
        let gone = segment(&house, "state = \"deleted\"").await;
        assert_eq!(members(&house, &Bearer(None), &gone).await, owned[..1], "unless it is named");
    }
}
