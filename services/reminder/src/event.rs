//! What other services are told of a change. It is made of facts alone: the sealed part of a record does not come here.

use contracts::reminder::v1 as wire;
use conventions::time::to_timestamp;
use feed::EventError;
use journal::Ordered;
use prost::Name;
use prost_types::Any;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::domain::reminder::{self, ReminderFacts};
use crate::domain::task::{self, TaskFacts};
use crate::domain::upkeep::RuleKind;
use crate::rpc::fields::{sent_id, sent_kind, sent_priority};
use crate::rpc::reminder::encode as reminder_encode;
use crate::rpc::task::encode as task_encode;
use crate::store;

/// The event of an entry: none for a kind of which nothing is told, and for an entry whose facts were purged.
///
/// # Errors
/// A newer release wrote the facts, or they are malformed.
pub fn event(entry: &Ordered) -> Result<Option<Any>, EventError> {
    let Some(json) = &entry.facts else { return Ok(None) };
    let event = match entry.kind.as_str() {
        store::task::KIND => any(&task_event(entry.id, read(json, entry.schema, task::SCHEMA)?)),
        store::reminder::KIND => any(&reminder_event(&read(json, entry.schema, reminder::SCHEMA)?)),
        _ => return Ok(None),
    };
    Ok(Some(event))
}

fn read<F: DeserializeOwned>(json: &str, schema: i64, newest: i64) -> Result<F, EventError> {
    if schema > newest {
        return Err(EventError::SchemaNewer);
    }
    serde_json::from_str(json).map_err(|error| EventError::Malformed(error.to_string()))
}

fn any<M: Name>(event: &M) -> Any {
    Any { type_url: M::type_url(), value: event.encode_to_vec() }
}

fn task_event(id: Uuid, facts: TaskFacts) -> wire::TaskEvent {
    wire::TaskEvent {
        kind: sent_kind(facts.kind),
        customer: sent_id(facts.customer),
        due_time: facts.due_time().ok().map(to_timestamp),
        priority: sent_priority(facts.priority),
        assignee: sent_id(facts.assignee),
        state: task_encode::sent_state(facts.state),
        reminder_id: sent_id(facts.origin.map(|origin| origin.reminder)),
        close_time: facts.close_time.map(to_timestamp),
        create_time: Some(to_timestamp(facts.create_time)),
        notice: task_encode::notice(id, &facts),
        cadence_id: task_encode::sent_rule(&facts, RuleKind::Cadence),
        dormancy_rule_id: task_encode::sent_rule(&facts, RuleKind::Dormancy),
        interaction_id: sent_id(facts.step.map(|step| step.interaction)),
    }
}

fn reminder_event(facts: &ReminderFacts) -> wire::ReminderEvent {
    wire::ReminderEvent {
        kind: sent_kind(facts.kind),
        customer: sent_id(facts.customer),
        assignee: sent_id(facts.assignee),
        state: reminder_encode::sent_state(facts.state),
        // When a day comes round that matters to a person says something of that person.
        next_time: facts.waiting.filter(|_| facts.important_date.is_none()).map(|due| to_timestamp(due.time)),
        create_time: Some(to_timestamp(facts.create_time)),
    }
}
