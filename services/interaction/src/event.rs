//! What other services are told of a change. It is made of facts alone: the sealed part of a record does not come here.

use contracts::interaction::v1 as wire;
use conventions::time::to_timestamp;
use feed::EventError;
use journal::Ordered;
use prost::Name;
use prost_types::Any;
use serde::de::DeserializeOwned;

use crate::domain::activity::{Facts, Kind, SCHEMA};
use crate::domain::interaction::{self, Interaction};
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
