//! A cadence as it was sent.

use clock::Instant;
use contracts::reminder::v1::Cadence as Sent;
use conventions::fields::{Fields, text};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};

use crate::domain::cadence::{Cadence, CadenceFacts};
use crate::error::Error;
use crate::rpc::fields::{priority, shift, time_of_day, title};
use crate::rpc::period;

/// The most characters of a code.
const LONGEST_CODE: usize = 64;

/// What is said of a cadence that is created, or was before and is updated by a mask.
pub(super) fn read(sent: &Sent, update: Option<(&Cadence, &UpdateMask)>, now: Instant) -> Result<CadenceFacts, Error> {
    let mut violations = Violations::default();
    let facts = violations.field("cadence", |violations| read_fields(sent, Fields { update, violations }, now));
    Ok(require(violations, facts)?)
}

fn read_fields(sent: &Sent, mut fields: Fields<'_, Cadence>, now: Instant) -> Option<CadenceFacts> {
    let before = fields.update.map(|(before, _)| &before.facts);
    let title = fields.read("title", |old| old.facts.title.clone(), |v| title(&sent.title, v));
    let stage = fields.read("stage", |old| old.facts.stage.clone(), |v| text(&sent.stage, LONGEST_CODE, v));
    let level = fields.read("level", |old| old.facts.level.clone(), |v| text(&sent.level, LONGEST_CODE, v));
    let interval = fields.read("interval", |old| old.facts.interval, |v| period::read(sent.interval.as_ref(), v));
    let shift = fields.read("shift", |old| old.facts.shift, |_| Some(shift(sent.shift)));
    let time = fields.read("time", |old| old.facts.time, |v| time_of_day(&sent.time, v));
    let priority = fields.read("priority", |old| old.facts.priority, |_| Some(priority(sent.priority)));
    let paused = fields.read("paused", |old| old.facts.paused, |_| Some(sent.paused));
    Some(CadenceFacts {
        title: title?,
        stage: stage?,
        level: level?,
        interval: interval?,
        shift: shift?,
        time: time?,
        priority: priority?,
        paused: paused?,
        deleted: false,
        create_time: before.map_or(now, |old| old.create_time),
    })
}
