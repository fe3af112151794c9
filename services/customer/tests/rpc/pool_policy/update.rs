//! UpdatePoolPolicy.

use access::Role;
use contracts::customer::v1::{ErrorReason, PoolPolicy, UpdatePoolPolicyRequest};
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{read, set};
use crate::harness::{House, fields};
use crate::rpc::customer::request_id;

on_both_engines! {
    async fn r8_what_the_mask_names_is_changed_and_the_rest_stays(engine) {
        let house = House::new(engine).await;
        let asked = PoolPolicy {
            daily_claim_limit: 5,
            holding_cap: 200,
            excluded_stages: vec!["成交客户".into(), "lost".into(), "customer".into()],
            cooldown_days: 7,
            protection_days: 30,
            ..Default::default()
        };
        let first = set(&house, asked).await.unwrap();
        assert_eq!((first.revision, first.excluded_stages.as_slice()), (1, ["customer".to_owned(), "lost".to_owned()].as_slice()));
        assert_eq!(first, read(&house).await);
        let second = set(&house, PoolPolicy { cooldown_days: 3, ..Default::default() }).await.unwrap();
        assert_eq!(second.revision, 2);
        let expected = PoolPolicy { cooldown_days: 3, revision: 2, etag: second.etag.clone(), ..first.clone() };
        assert_eq!(second, PoolPolicy { update_time: second.update_time, ..expected });
        let request = UpdatePoolPolicyRequest {
            pool_policy: Some(PoolPolicy { etag: second.etag.clone(), ..Default::default() }),
            update_mask: Some(FieldMask { paths: vec!["holding_cap".into(), "excluded_stages".into()] }),
            ..Default::default()
        };
        let third = house.ownership().await.update_pool_policy(request).await.unwrap().into_inner();
        assert_eq!((third.holding_cap, third.excluded_stages.len(), third.daily_claim_limit), (0, 0, 5));
        assert!(house.verify_journal_of("customer").await.faults.is_empty());
    }

    async fn r8_an_update_is_compared_repeatable_checked_and_for_administrators(engine) {
        let house = House::new(engine).await;
        let first = read(&house).await;
        let asked = UpdatePoolPolicyRequest {
            pool_policy: Some(PoolPolicy { holding_cap: 9, etag: first.etag.clone(), ..Default::default() }),
            request_id: request_id(1),
            ..Default::default()
        };
        let mut ownership = house.ownership().await;
        let tried = UpdatePoolPolicyRequest { validate_only: true, request_id: String::new(), ..asked.clone() };
        assert_eq!(ownership.update_pool_policy(tried).await.unwrap().into_inner().holding_cap, 9);
        assert_eq!(read(&house).await, first);
        let set = ownership.update_pool_policy(asked.clone()).await.unwrap().into_inner();
        assert_eq!(ownership.update_pool_policy(asked.clone()).await.unwrap().into_inner(), set);
        let stale = UpdatePoolPolicyRequest { request_id: String::new(), ..asked.clone() };
        let refused = ownership.update_pool_policy(stale).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        for (wrong, field) in [
            (PoolPolicy { excluded_stages: vec!["won".into()], ..Default::default() }, "pool_policy.excluded_stages[0]"),
            (PoolPolicy { holding_cap: -1, ..Default::default() }, "pool_policy.holding_cap"),
            (PoolPolicy { cooldown_days: 3_651, ..Default::default() }, "pool_policy.cooldown_days"),
        ] {
            assert_eq!(fields(&super::set(&house, wrong).await.unwrap_err()), [field]);
        }
        for role in [Role::Sales, Role::Service, Role::Finance, Role::System] {
            let mut of_role = house.ownership_of(house.token("default", "li", role)).await;
            let refused = of_role.update_pool_policy(asked.clone()).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
    }
}
