//! OwnershipService: the operations on the rules of the pool.

mod get;
mod update;

use contracts::customer::v1::{GetPoolPolicyRequest, PoolPolicy, UpdatePoolPolicyRequest};
use tonic::Status;

use crate::harness::House;

/// The rules as they are now.
async fn read(house: &House) -> PoolPolicy {
    house.ownership().await.get_pool_policy(GetPoolPolicyRequest {}).await.unwrap().into_inner()
}

/// Changes the fields that are populated in `policy`.
pub(super) async fn set(house: &House, policy: PoolPolicy) -> Result<PoolPolicy, Status> {
    let policy = PoolPolicy { etag: read(house).await.etag, ..policy };
    let request = UpdatePoolPolicyRequest { pool_policy: Some(policy), ..Default::default() };
    house.ownership().await.update_pool_policy(request).await.map(tonic::Response::into_inner)
}
