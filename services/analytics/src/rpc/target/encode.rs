//! A target as it is answered.

use contracts::analytics::v1 as wire;
use conventions::{etag, time};

use crate::domain::target::{Goal, Holder, Target};
use crate::rpc::money::money;

/// Millionths in one.
const MILLION: i64 = 1_000_000;

/// The target on the wire.
pub(super) fn target(target: &Target) -> wire::Target {
    let (facts, aim) = (&target.facts, &target.facts.aim);
    let (measure, amount, count) = match aim.goal {
        Goal::NetSales => (wire::TargetMeasure::NetSales, Some(money(i128::from(facts.value), &aim.currency)), 0),
        Goal::CreatedCustomers => (wire::TargetMeasure::CreatedCustomers, None, facts.value / MILLION),
        Goal::Interactions => (wire::TargetMeasure::Interactions, None, facts.value / MILLION),
    };
    wire::Target {
        target_id: target.id.to_string(),
        staff_id: match aim.holder {
            Holder::Staff(id) => id.to_string(),
            Holder::Team(_) => String::new(),
        },
        team_id: facts.team.map(|team| team.to_string()).unwrap_or_default(),
        month: Some(time::to_date(aim.month)),
        measure: measure.into(),
        amount,
        count,
        update_time: Some(time::to_timestamp(target.update_time)),
        revision: target.revision,
        etag: etag::of_revision(target.revision),
    }
}
