//! The table of deliveries.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table};
use journal::{ChangeKind, Entry, RecordChange, RecordKey, StateRow, StateTable};
use operation::read_facts;
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::entity::delivery::{Entity, Model};
use super::waiting::part_of;
use crate::domain::delivery::{Delivery, DeliveryState, SCHEMA};
use crate::error::Error;

/// The kind of a delivery's entries.
pub const KIND: &str = "delivery";

/// The table, as the journal writes it.
pub static DELIVERY: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "delivery_id" });

/// The word that is stored for a state.
pub fn state_code(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Pending => "pending",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Dead => "dead",
        DeliveryState::Unknown => "unknown",
        DeliveryState::Dropped => "dropped",
    }
}

/// A delivery.
///
/// # Errors
/// Those of the database; as [`open`].
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Delivery>, Error> {
    let row = Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?;
    row.as_ref().map(open).transpose()
}

/// The delivery in a row.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote it; [`Error::Fault`] when it is malformed.
pub fn open(row: &Model) -> Result<Delivery, Error> {
    let facts = read_facts(row.schema, SCHEMA, &row.facts)?;
    let update_time = Instant::from_micros(row.update_time);
    Ok(Delivery { id: row.delivery_id, revision: row.revision, update_time, facts })
}

/// The delivery after an entry.
///
/// # Errors
/// As [`open`].
pub fn of_entry(entry: &Entry) -> Result<Delivery, Error> {
    let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
    let facts = read_facts(entry.schema, SCHEMA, facts)?;
    Ok(Delivery { id: entry.id, revision: entry.revision, update_time: entry.time, facts })
}

/// The change that takes a delivery from the revision before to `delivery`.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(tenant: &str, delivery: &Delivery, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let (id, revision, facts) = (delivery.id, delivery.revision, &delivery.facts);
    let text = serde_json::to_string(facts)?;
    let row = Row::of(&Model {
        tenant_id: tenant.to_owned(),
        delivery_id: id,
        revision,
        update_time: delivery.update_time.as_micros(),
        schema: SCHEMA,
        facts: text.clone(),
        sealed: Vec::new(),
        endpoint_id: facts.endpoint,
        task_id: facts.task,
        state: state_code(facts.state).to_owned(),
        part: part_of(id),
        next_attempt_time: facts.next_attempt.map(Instant::as_micros),
        end_time: delivery.end_time().as_micros(),
        last_attempt_time: facts.last_attempt.map(Instant::as_micros),
    })?;
    let time_column = DELIVERY.table.column("update_time");
    Ok(RecordChange {
        key: RecordKey { kind: KIND, id },
        customer: facts.customer.unwrap_or_default(),
        subject: Uuid::nil(),
        expected_revision: revision - 1,
        change: if revision == 1 { ChangeKind::Created } else { ChangeKind::Updated },
        schema: SCHEMA,
        facts: text,
        sealed: Vec::new(),
        salt,
        state: StateRow { table: &DELIVERY, row, time_columns: time_column.into_iter().collect() },
        tokens: None,
        index_rows: Vec::new(),
        sums: Vec::new(),
    })
}
