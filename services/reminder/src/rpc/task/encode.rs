//! A task as a caller may see it, and what is told of it.

use access::{ClassSet, DataClass, mask};
use contracts::reminder::v1 as wire;
use conventions::{etag, time};
use uuid::Uuid;

use crate::domain::task::{Task, TaskFacts, TaskState};
use crate::domain::upkeep::RuleKind;
use crate::rpc::fields::{sent_id, sent_kind, sent_priority};

/// The task on the wire, for a caller who may read `classes`.
pub(crate) fn task(task: &Task, classes: ClassSet) -> wire::Task {
    let facts = &task.facts;
    let personal = task.personal.clone().unwrap_or_default();
    let release = facts.upkeep.as_ref().and_then(|upkeep| upkeep.release.as_ref());
    let note = |text: &str| mask::shown(text, DataClass::Note, classes).into_owned();
    wire::Task {
        task_id: task.id.to_string(),
        kind: sent_kind(facts.kind),
        customer: sent_id(facts.customer),
        title: note(&personal.title),
        note: note(&personal.note),
        due: facts.due.to_string(),
        zone: facts.zone.name().to_owned(),
        lead_minutes: i32::try_from(facts.lead_minutes).unwrap_or(i32::MAX),
        priority: sent_priority(facts.priority),
        assignee: sent_id(facts.assignee),
        watchers: facts.watchers.iter().map(Uuid::to_string).collect(),
        state: sent_state(facts.state),
        outcome: note(&personal.outcome),
        due_time: facts.due_time().ok().map(time::to_timestamp),
        remind_time: facts.waiting.map(|due| time::to_timestamp(due.time)),
        reminder_id: sent_id(facts.origin.map(|origin| origin.reminder)),
        occurrence: facts.origin.map(|origin| origin.occurrence.to_string()).unwrap_or_default(),
        merged_count: merged_count(facts),
        close_time: facts.close_time.map(time::to_timestamp),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(task.update_time)),
        revision: task.revision,
        etag: etag::of_revision(task.revision),
        interaction_id: sent_id(facts.step.map(|step| step.interaction)),
        cadence_id: sent_rule(facts, RuleKind::Cadence),
        dormancy_rule_id: sent_rule(facts, RuleKind::Dormancy),
        release_time: release.map(|release| time::to_timestamp(release.time)),
        release_refusal: release.map(|release| release.refusal.clone()).unwrap_or_default(),
    }
}

/// The id of the rule of a kind that a task goes by; empty for none.
pub(crate) fn sent_rule(facts: &TaskFacts, kind: RuleKind) -> String {
    sent_id(facts.upkeep.as_ref().filter(|upkeep| upkeep.by == kind).map(|upkeep| upkeep.rule))
}

/// What a revision of a task told of; nothing when it told nothing.
pub(crate) fn notice(id: Uuid, facts: &TaskFacts) -> Option<wire::Notice> {
    let told = facts.told?;
    Some(wire::Notice {
        task_id: id.to_string(),
        occurrence: told.due.local.to_string(),
        occurrence_time: Some(time::to_timestamp(told.due.time)),
        notice_time: Some(time::to_timestamp(told.time)),
        customer: sent_id(facts.customer),
        assignee: sent_id(facts.assignee),
        watchers: facts.watchers.iter().map(Uuid::to_string).collect(),
        kind: sent_kind(facts.kind),
        priority: sent_priority(facts.priority),
        due_time: facts.due_time().ok().map(time::to_timestamp),
        reminder_id: sent_id(facts.origin.map(|origin| origin.reminder)),
        merged_count: merged_count(facts),
    })
}

/// The state on the wire.
pub(crate) fn sent_state(state: TaskState) -> i32 {
    let state = match state {
        TaskState::Open => wire::TaskState::Open,
        TaskState::Completed => wire::TaskState::Completed,
        TaskState::Cancelled => wire::TaskState::Cancelled,
        TaskState::Erased => wire::TaskState::Erased,
    };
    state.into()
}

fn merged_count(facts: &TaskFacts) -> i32 {
    facts.origin.map_or(0, |origin| i32::try_from(origin.merged).unwrap_or(i32::MAX))
}
