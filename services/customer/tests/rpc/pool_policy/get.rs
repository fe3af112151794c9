//! GetPoolPolicy.

use access::Role;
use contracts::customer::v1::{GetPoolPolicyRequest, PoolPolicy};
use testkit::on_both_engines;

use super::set;
use crate::harness::House;

on_both_engines! {
    async fn r8_a_pool_without_rules_has_no_limits_and_everybody_reads_its_rules(engine) {
        let house = House::new(engine).await;
        for role in [Role::Administrator, Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut ownership = house.ownership_of(house.token("default", "li", role)).await;
            let policy = ownership.get_pool_policy(GetPoolPolicyRequest {}).await.unwrap().into_inner();
            assert!(!policy.etag.is_empty());
            assert_eq!(policy, PoolPolicy { etag: policy.etag.clone(), ..PoolPolicy::default() });
        }
        let set = set(&house, PoolPolicy { holding_cap: 3, ..Default::default() }).await.unwrap();
        let mut of_neighbour = house.ownership_of(house.token("neighbour", "li", Role::Sales)).await;
        let policy = of_neighbour.get_pool_policy(GetPoolPolicyRequest {}).await.unwrap().into_inner();
        assert_eq!((set.holding_cap, policy.holding_cap), (3, 0));
    }
}
