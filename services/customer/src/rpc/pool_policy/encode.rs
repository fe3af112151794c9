//! The rules of the pool as callers see them.

use contracts::customer::v1 as wire;
use conventions::{etag, time};

use crate::store::pool_policy::Kept;

/// The rules on the wire. All of it is fact, which everybody who may view the tenant may read.
pub(crate) fn pool_policy(kept: &Kept) -> wire::PoolPolicy {
    let Kept { policy, revision, update_time } = kept;
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    wire::PoolPolicy {
        daily_claim_limit: number(policy.daily_claim_limit),
        holding_cap: number(policy.holding_cap),
        excluded_stages: policy.excluded_stages.clone(),
        cooldown_days: number(policy.cooldown_days),
        protection_days: number(policy.protection_days),
        update_time: update_time.map(time::to_timestamp),
        revision: *revision,
        etag: etag::of_revision(*revision),
    }
}
