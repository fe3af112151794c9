//! A cadence as it is answered.

use contracts::reminder::v1 as wire;
use conventions::{etag, time};

use crate::domain::cadence::Cadence;
use crate::rpc::fields::{sent_priority, sent_shift};
use crate::rpc::period;

/// The cadence on the wire.
pub(super) fn cadence(cadence: &Cadence) -> wire::Cadence {
    let facts = &cadence.facts;
    let state = if facts.deleted { wire::ContactRuleState::Deleted } else { wire::ContactRuleState::Active };
    wire::Cadence {
        cadence_id: cadence.id.to_string(),
        title: facts.title.clone(),
        stage: facts.stage.clone(),
        level: facts.level.clone(),
        interval: Some(period::sent(facts.interval)),
        shift: sent_shift(facts.shift).into(),
        time: facts.time.to_string(),
        priority: sent_priority(facts.priority),
        paused: facts.paused,
        state: state.into(),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(cadence.update_time)),
        revision: cadence.revision,
        etag: etag::of_revision(cadence.revision),
    }
}
