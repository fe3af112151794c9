//! A reminder as a caller may see it.

use access::{ClassSet, DataClass, mask};
use contracts::reminder::v1 as wire;
use conventions::{etag, time};

use super::schedule;
use crate::domain::missed::Missed;
use crate::domain::reminder::{Reminder, ReminderState};
use crate::rpc::fields::{sent_id, sent_kind, sent_priority};

/// The reminder on the wire, for a caller who may read `classes`.
pub(super) fn reminder(reminder: &Reminder, classes: ClassSet) -> wire::Reminder {
    let facts = &reminder.facts;
    let personal = reminder.personal.clone().unwrap_or_default();
    let note = |text: &str| mask::shown(text, DataClass::Note, classes).into_owned();
    let (missed, skip_after_minutes) = sent_missed(facts.missed);
    let shows_schedule = facts.important_date.is_none() || classes.contains(DataClass::Identity);
    wire::Reminder {
        reminder_id: reminder.id.to_string(),
        kind: sent_kind(facts.kind),
        customer: sent_id(facts.customer),
        title: note(&personal.title),
        note: note(&personal.note),
        schedule: schedule::sent(&facts.schedule).filter(|_| shows_schedule),
        zone: facts.zone.name().to_owned(),
        missed,
        skip_after_minutes,
        priority: sent_priority(facts.priority),
        assignee: sent_id(facts.assignee),
        paused: facts.paused,
        state: sent_state(facts.state),
        next_time: facts.waiting.map(|due| time::to_timestamp(due.time)),
        next: facts.waiting.map(|due| due.local.to_string()).unwrap_or_default(),
        fired_count: facts.fired_count,
        skipped_count: facts.skipped_count,
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(reminder.update_time)),
        revision: reminder.revision,
        etag: etag::of_revision(reminder.revision),
        important_date_id: sent_id(facts.important_date),
    }
}

/// What becomes of missed times, on the wire, and after how many minutes.
pub(super) fn sent_missed(missed: Missed) -> (i32, i32) {
    match missed {
        Missed::FireLate => (wire::Missed::FireLate.into(), 0),
        Missed::Skip { after_minutes } => (wire::Missed::Skip.into(), i32::try_from(after_minutes).unwrap_or(i32::MAX)),
        Missed::Merge => (wire::Missed::Merge.into(), 0),
    }
}

/// The state on the wire.
pub(crate) fn sent_state(state: ReminderState) -> i32 {
    let state = match state {
        ReminderState::Active => wire::ReminderState::Active,
        ReminderState::Ended => wire::ReminderState::Ended,
        ReminderState::Deleted => wire::ReminderState::Deleted,
        ReminderState::Erased => wire::ReminderState::Erased,
    };
    state.into()
}
