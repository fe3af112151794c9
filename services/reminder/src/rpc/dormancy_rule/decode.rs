//! A dormancy rule as it was sent.

use clock::Instant;
use contracts::reminder::v1::DormancyRule as Sent;
use conventions::fields::Fields;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use expression::Filter;

use crate::domain::dormancy::{DormancyFacts, DormancyRule};
use crate::error::Error;
use crate::rpc::fields::{priority, reference, title};
use crate::rpc::period;
use crate::store::acquaintance;

/// What is said of a rule that is created, or was before and is updated by a mask.
pub(super) fn read(
    sent: &Sent,
    update: Option<(&DormancyRule, &UpdateMask)>,
    now: Instant,
) -> Result<DormancyFacts, Error> {
    let mut violations = Violations::default();
    let facts = violations.field("dormancy_rule", |violations| read_fields(sent, Fields { update, violations }, now));
    Ok(require(violations, facts)?)
}

fn read_fields(sent: &Sent, mut fields: Fields<'_, DormancyRule>, now: Instant) -> Option<DormancyFacts> {
    let create_time = fields.update.map_or(Some(now), |(before, _)| before.facts.create_time.or(Some(now)));
    let title = fields.read("title", |old| old.facts.title.clone(), |v| title(&sent.title, v));
    let filter = fields.read("filter", |old| old.facts.filter.clone(), |v| filter(&sent.filter, v));
    let quiet = fields.read("quiet", |old| old.facts.quiet, |v| period::read(sent.quiet.as_ref(), v));
    let assignee = fields.read("assignee", |old| old.facts.assignee, |_| Some(reference(&sent.assignee)));
    let fallback = fields.read("fallback", |old| old.facts.fallback, |_| Some(reference(&sent.fallback)));
    let release_after = fields.read(
        "release_after",
        |old| old.facts.release_after,
        |v| match &sent.release_after {
            None => Some(None),
            after => period::read(after.as_ref(), v).map(Some),
        },
    );
    let priority = fields.read("priority", |old| old.facts.priority, |_| Some(priority(sent.priority)));
    let paused = fields.read("paused", |old| old.facts.paused, |_| Some(sent.paused));
    Some(DormancyFacts {
        title: title?,
        filter: filter?,
        quiet: quiet?,
        assignee: assignee?,
        fallback: fallback?,
        release_after: release_after?,
        priority: priority?,
        paused: paused?,
        deleted: false,
        create_time,
    })
}

/// A filter, as it is written.
fn filter(sent: &str, violations: &mut Violations) -> Option<String> {
    let text = sent.trim();
    match Filter::parse(text, &acquaintance::schema()) {
        Ok(_) => Some(text.to_owned()),
        Err(error) => {
            violations.add(error.to_string(), error.chinese());
            None
        }
    }
}
