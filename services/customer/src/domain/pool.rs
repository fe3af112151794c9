//! The pool (公海): who may take a customer out of it, and who may give one to it.

use clock::Instant;
use jiff::Zoned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::customer::Facts;
use super::tenant::Tenant;

/// The number of the form in which [`PoolPolicy`] is stored.
pub const SCHEMA: i64 = 1;

/// The rules of the pool. Stored as JSON; what does not limit is left out.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct PoolPolicy {
    /// How many customers one person may claim in a local day; 0 for any number.
    #[serde(skip_serializing_if = "is_zero")]
    pub daily_claim_limit: u32,
    /// How many customers one person may own and still claim another; 0 for any number.
    #[serde(skip_serializing_if = "is_zero")]
    pub holding_cap: u32,
    /// The codes of the stages whose customers do not count towards the cap.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_stages: Vec<String>,
    /// For how many days the previous owner may not claim a customer again.
    #[serde(skip_serializing_if = "is_zero")]
    pub cooldown_days: u32,
    /// For how many days after its creation nobody but the owner may release a customer.
    #[serde(skip_serializing_if = "is_zero")]
    pub protection_days: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A limit that holds for whoever claims.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ClaimLimit {
    /// On what is claimed in a day.
    Daily(u32),
    /// On what is held.
    Holding(u32),
}

/// Why a customer cannot be claimed or released.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PoolError {
    /// The caller is no member of staff.
    NotStaff,
    /// The caller is the owner already.
    AlreadyOwned,
    /// It has another owner.
    NotInPool(Uuid),
    /// It has no owner.
    AlreadyInPool,
    /// The caller was the owner a short while ago.
    CoolingDown {
        /// From when on the caller may claim it.
        until: Zoned,
    },
    /// It is new.
    Protected {
        /// From when on others than the owner may release it.
        until: Zoned,
    },
    /// The caller has claimed as many today as may be.
    DailyLimitReached {
        /// How many that are.
        most: u32,
        /// When the next day begins.
        anew: Zoned,
    },
    /// The caller holds as many as may be.
    HoldingCapReached {
        /// How many that are.
        most: u32,
        /// How many there are.
        held: i64,
    },
}

impl PoolPolicy {
    /// Whether a member of staff may claim a customer now, as far as the customer says.
    pub fn allow_claim(&self, facts: &Facts, staff: Uuid, tenant: &Tenant, now: Instant) -> Result<(), PoolError> {
        match facts.owner {
            Some(owner) if owner == staff => return Err(PoolError::AlreadyOwned),
            Some(owner) => return Err(PoolError::NotInPool(owner)),
            None => {}
        }
        if let Some(release) = facts.release_time.filter(|_| facts.previous_owner == Some(staff)) {
            let until = tenant.days_after(release, self.cooldown_days);
            if now < until.timestamp().into() {
                return Err(PoolError::CoolingDown { until });
            }
        }
        Ok(())
    }

    /// Whether a customer may be released now: by its owner at any time, by others when it is no longer new.
    pub fn allow_release(
        &self,
        facts: &Facts,
        by: Option<Uuid>,
        tenant: &Tenant,
        now: Instant,
    ) -> Result<(), PoolError> {
        if facts.owner.is_none() {
            return Err(PoolError::AlreadyInPool);
        }
        let until = tenant.days_after(facts.create_time, self.protection_days);
        if facts.owner != by && now < until.timestamp().into() {
            return Err(PoolError::Protected { until });
        }
        Ok(())
    }

    /// The limits under which a customer of this stage is claimed.
    pub fn limits(&self, stage: &str) -> Vec<ClaimLimit> {
        let is_excluded = self.excluded_stages.iter().any(|excluded| excluded == stage);
        let daily = (self.daily_claim_limit > 0).then_some(ClaimLimit::Daily(self.daily_claim_limit));
        let holding = (self.holding_cap > 0 && !is_excluded).then_some(ClaimLimit::Holding(self.holding_cap));
        daily.into_iter().chain(holding).collect()
    }
}
