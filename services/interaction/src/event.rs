//! What other services are told of a change. It is made of facts alone: the sealed part of a record does not come here.

use contracts::interaction::v1 as wire;
use conventions::time::to_timestamp;
use feed::EventError;
use journal::Ordered;
use prost::Name;
use prost_types::Any;
use serde::de::DeserializeOwned;

use crate::domain::activity::{Facts, Kind, SCHEMA};
use crate::domain::complaint::{self, Complaint};
use crate::domain::feedback::{self, Feedback};
use crate::domain::interaction::{self, Interaction};
use crate::domain::service_case::{self, ServiceCase};
use crate::domain::transaction::{self, Transaction};
use crate::rpc::encode;
use crate::rpc::transaction::encode as of_transaction;

/// The event of an entry: none for a kind of which nothing is told, and for an entry whose facts were purged.
///
/// # Errors
/// A newer release wrote the facts, or they are malformed.
pub fn event(entry: &Ordered) -> Result<Option<Any>, EventError> {
    let Some(json) = &entry.facts else { return Ok(None) };
    if entry.schema > SCHEMA {
        return Err(EventError::SchemaNewer);
    }
    Ok(match entry.kind.as_str() {
        Interaction::NAME => Some(any(&interaction_event(read(json)?))),
        Transaction::NAME => Some(any(&transaction_event(&read(json)?))),
        Feedback::NAME => Some(any(&feedback_event(&read(json)?))),
        Complaint::NAME => Some(any(&complaint_event(&read(json)?))),
        ServiceCase::NAME => Some(any(&service_case_event(&read(json)?))),
        _ => None,
    })
}

fn read<F: DeserializeOwned>(json: &str) -> Result<Facts<F>, EventError> {
    serde_json::from_str(json).map_err(|error| EventError::Malformed(error.to_string()))
}

fn any<M: Name>(event: &M) -> Any {
    Any { type_url: M::type_url(), value: event.encode_to_vec() }
}

fn interaction_event(facts: Facts<interaction::Facts>) -> wire::InteractionEvent {
    wire::InteractionEvent {
        customer_id: facts.customer.to_string(),
        state: encode::state(facts.state).into(),
        channel: encode::channel(facts.own.channel).into(),
        direction: encode::direction(facts.own.direction).into(),
        start_time: Some(to_timestamp(facts.occur_time)),
        length: facts.own.length.map(encode::duration),
        next_step_time: facts.own.next_step_time.map(to_timestamp),
        author: facts.author.map(|id| id.to_string()).unwrap_or_default(),
        create_time: Some(to_timestamp(facts.create_time)),
    }
}

fn transaction_event(facts: &Facts<transaction::Facts>) -> wire::TransactionEvent {
    wire::TransactionEvent {
        customer_id: facts.customer.to_string(),
        state: encode::state(facts.state).into(),
        transaction_time: Some(to_timestamp(facts.occur_time)),
        lines: of_transaction::lines(&facts.own),
        total: Some(of_transaction::total(&facts.own)),
        refunded: Some(of_transaction::refunded(&facts.own)),
        payment_method: of_transaction::payment_method(facts.own.payment_method).into(),
        author: facts.author.map(|id| id.to_string()).unwrap_or_default(),
        create_time: Some(to_timestamp(facts.create_time)),
    }
}

fn feedback_event(facts: &Facts<feedback::Facts>) -> wire::FeedbackEvent {
    wire::FeedbackEvent {
        customer_id: facts.customer.to_string(),
        state: encode::state(facts.state).into(),
        channel: encode::channel(facts.own.channel).into(),
        feedback_time: Some(to_timestamp(facts.occur_time)),
        rating: facts.own.rating.and_then(|rating| i32::try_from(rating).ok()).unwrap_or_default(),
        recommendation: facts.own.recommendation.and_then(|answer| answer.try_into().ok()),
        author: encode::id(facts.author),
        create_time: Some(to_timestamp(facts.create_time)),
    }
}

fn complaint_event(facts: &Facts<complaint::Facts>) -> wire::ComplaintEvent {
    let handling = &facts.own.handling;
    wire::ComplaintEvent {
        customer_id: facts.customer.to_string(),
        state: encode::state(facts.state).into(),
        channel: encode::channel(facts.own.channel).into(),
        complaint_time: Some(to_timestamp(facts.occur_time)),
        priority: encode::priority(handling.priority).into(),
        handling_state: encode::handling_state(handling.state).into(),
        assignee: encode::id(handling.assignee),
        due_time: handling.due_time.map(to_timestamp),
        resolve_time: handling.resolve_time.map(to_timestamp),
        close_time: handling.close_time.map(to_timestamp),
        author: encode::id(facts.author),
        create_time: Some(to_timestamp(facts.create_time)),
    }
}

fn service_case_event(facts: &Facts<service_case::Facts>) -> wire::ServiceCaseEvent {
    let handling = &facts.own.handling;
    wire::ServiceCaseEvent {
        customer_id: facts.customer.to_string(),
        state: encode::state(facts.state).into(),
        channel: encode::channel(facts.own.channel).into(),
        case_time: Some(to_timestamp(facts.occur_time)),
        product: facts.own.product.clone(),
        priority: encode::priority(handling.priority).into(),
        handling_state: encode::handling_state(handling.state).into(),
        assignee: encode::id(handling.assignee),
        due_time: handling.due_time.map(to_timestamp),
        resolve_time: handling.resolve_time.map(to_timestamp),
        close_time: handling.close_time.map(to_timestamp),
        author: encode::id(facts.author),
        create_time: Some(to_timestamp(facts.create_time)),
    }
}
