//! A dormancy rule as it is answered.

use contracts::reminder::v1 as wire;
use conventions::{etag, time};

use crate::domain::dormancy::DormancyRule;
use crate::rpc::fields::{sent_id, sent_priority};
use crate::rpc::period;

/// The rule on the wire.
pub(super) fn dormancy_rule(rule: &DormancyRule) -> wire::DormancyRule {
    let facts = &rule.facts;
    let state = if facts.deleted { wire::ContactRuleState::Deleted } else { wire::ContactRuleState::Active };
    wire::DormancyRule {
        dormancy_rule_id: rule.id.to_string(),
        title: facts.title.clone(),
        filter: facts.filter.clone(),
        quiet: Some(period::sent(facts.quiet)),
        assignee: sent_id(facts.assignee),
        fallback: sent_id(facts.fallback),
        release_after: facts.release_after.map(period::sent),
        priority: sent_priority(facts.priority),
        paused: facts.paused,
        state: state.into(),
        create_time: facts.create_time.map(time::to_timestamp),
        update_time: facts.create_time.map(|_| time::to_timestamp(rule.update_time)),
        revision: rule.revision,
        etag: etag::of_revision(rule.revision),
    }
}
