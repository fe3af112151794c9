//! The table of what has happened with customers.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table};
use journal::entity::journal as entries;
use journal::{ChangeKind, Entry, RecordChange, RecordKey, StateRow, StateTable};
use keyring::{KeySlot, Keyring, SubjectKey};
use operation::{Kept, Place, read_facts};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::entity::activity::{Column, Entity, Model};
use super::timeline_count;
use crate::NAME;
use crate::domain::activity::{Activity, Columns, Facts, Kind, SCHEMA, State};
use crate::domain::complaint::Complaint;
use crate::domain::count::Count;
use crate::domain::feedback::Feedback;
use crate::domain::handling::HandlingState;
use crate::domain::interaction::Interaction;
use crate::domain::service_case::ServiceCase;
use crate::domain::transaction::Transaction;
use crate::error::Error;

/// Records whose entries are looked through at once.
const PAGE: u64 = 100;

/// The table, as the journal writes it, once for each kind of record in it.
static KINDS: LazyLock<[StateTable; 5]> =
    LazyLock::new(|| {
        [Interaction::NAME, Transaction::NAME, Feedback::NAME, Complaint::NAME, ServiceCase::NAME]
            .map(|kind| StateTable { kind, table: Table::of::<Entity>(), id_column: "activity_id" })
    });

/// The tables that the journal holds against its entries.
pub fn state_tables() -> Vec<&'static StateTable> {
    KINDS.iter().collect()
}

/// The row of a record, live or not.
///
/// # Errors
/// Those of the database.
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?)
}

/// Where the key lies under which the newest record about a customer is sealed; none when nothing is.
///
/// # Errors
/// Those of the database; [`Error::Fault`] when what is sealed does not say under which key.
pub async fn slot_of(database: &Database, tenant: &str, customer: Uuid) -> Result<Option<KeySlot>, Error> {
    let newest = Entity::find()
        .select_only()
        .column(Column::Sealed)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::State.ne(State::Erased.code()))
        .order_by_desc(Column::OccurTime)
        .limit(1)
        .into_tuple::<Vec<u8>>()
        .one(database.reader())
        .await?;
    Ok(newest.map(|sealed| KeySlot::of_sealed(&sealed)).transpose()?)
}

/// Where the keys lie under which anything about a customer was ever sealed, what its records said before included; each once.
///
/// # Errors
/// As [`slot_of`].
pub async fn every_slot_of(database: &Database, tenant: &str, customer: Uuid) -> Result<Vec<KeySlot>, Error> {
    let (mut slots, mut after) = (BTreeSet::new(), Uuid::nil());
    loop {
        let page: Vec<Uuid> = Entity::find()
            .select_only()
            .column(Column::ActivityId)
            .filter(Column::TenantId.eq(tenant))
            .filter(Column::CustomerId.eq(customer))
            .filter(Column::ActivityId.gt(after))
            .order_by_asc(Column::ActivityId)
            .limit(PAGE)
            .into_tuple()
            .all(database.reader())
            .await?;
        let Some(last) = page.last() else { return Ok(slots.into_iter().collect()) };
        after = *last;
        let sealed: Vec<Option<Vec<u8>>> = entries::Entity::find()
            .select_only()
            .column(entries::Column::Sealed)
            .filter(entries::Column::TenantId.eq(tenant))
            .filter(entries::Column::EntityId.is_in(page))
            .into_tuple()
            .all(database.reader())
            .await?;
        for sealed in sealed.iter().flatten().filter(|sealed| !sealed.is_empty()) {
            slots.insert(KeySlot::of_sealed(sealed)?);
        }
    }
}

/// The record in a row.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote it; [`Error::Fault`] when it does not open.
pub async fn open<K: Kind>(keyring: &Keyring, row: &Model) -> Result<Activity<K>, Error> {
    let facts = read_facts(row.schema, SCHEMA, &row.facts)?;
    let (id, revision) = (row.activity_id, row.revision);
    unseal(keyring, &row.tenant_id, (id, revision), Instant::from_micros(row.update_time), facts, &row.sealed).await
}

/// The record after an entry. Where the record is erased by now, without its personal part.
///
/// # Errors
/// As [`open`].
pub async fn open_entry<K: Kind>(keyring: &Keyring, entry: &Entry, erased: bool) -> Result<Activity<K>, Error> {
    let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
    let facts = read_facts(entry.schema, SCHEMA, facts)?;
    let sealed = if erased { &[][..] } else { entry.sealed.as_deref().unwrap_or_default() };
    unseal(keyring, &entry.tenant, (entry.id, entry.revision), entry.time, facts, sealed).await
}

async fn unseal<K: Kind>(
    keyring: &Keyring,
    tenant: &str,
    (id, revision): (Uuid, i64),
    update_time: Instant,
    mut facts: Facts<K::Facts>,
    sealed: &[u8],
) -> Result<Activity<K>, Error> {
    let personal = place::<K>(tenant, id, revision, facts.customer).open(keyring, sealed).await?;
    if personal.is_none() {
        facts.state = State::Erased;
    }
    Ok(Activity { id, revision, update_time, facts, personal })
}

fn place<K: Kind>(tenant: &str, id: Uuid, revision: i64, subject: Uuid) -> Place<'_> {
    Place { service: NAME, tenant, kind: K::NAME, id, revision, subject }
}

/// The change that makes `after` the present revision of its record, sealed under its customer's key; `before` is the revision that was
/// read, none of a new record.
///
/// # Errors
/// [`Error::RecordTooLarge`]; [`Error::Internal`] when it cannot be written as JSON or sealed.
pub fn change<K: Kind>(
    tenant: &str,
    (before, after): (Option<&Activity<K>>, &Activity<K>),
    key: Option<&SubjectKey>,
    change: ChangeKind,
    salt: [u8; 16],
) -> Result<RecordChange, Error> {
    let Activity { id, revision, facts, personal, .. } = after;
    let place = place::<K>(tenant, *id, *revision, facts.customer);
    let kept = place.keep(facts, personal.as_ref(), key)?;
    let count = |activity: &Activity<K>| Count::of(activity.facts.state, &K::columns(&activity.facts.own));
    let counts = (before.map(count).unwrap_or_default(), count(after));
    record_change(&model(tenant, after, kept), counts, change, salt)
}

/// The change that takes the personal part from the record in a row.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote it; [`Error::Fault`] when it is malformed.
pub fn erased(row: Model, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let facts: Facts<Map<String, Value>> = read_facts(row.schema, SCHEMA, &row.facts)?;
    let columns = Columns {
        handling_state: row.handling_state.as_deref().and_then(HandlingState::of_code).map(HandlingState::code),
        rating: row.rating,
        ..Columns::default()
    };
    let counts = (Count::of(facts.state, &columns), Count::default());
    let facts = Facts { state: State::Erased, ..facts };
    let state = State::Erased.code().to_owned();
    let row =
        Model { revision: row.revision + 1, facts: serde_json::to_string(&facts)?, sealed: Vec::new(), state, ..row };
    record_change(&row, counts, ChangeKind::Erased, salt)
}

fn record_change(
    row: &Model,
    counts: (Count, Count),
    change: ChangeKind,
    salt: [u8; 16],
) -> Result<RecordChange, Error> {
    let table = KINDS.iter().find(|table| table.kind == row.kind).ok_or(Error::Internal("a kind without a table"))?;
    let time_columns = table.table.column("update_time").into_iter().collect();
    Ok(RecordChange {
        key: RecordKey { kind: table.kind, id: row.activity_id },
        customer: row.customer_id,
        subject: row.customer_id,
        expected_revision: row.revision - 1,
        change,
        schema: row.schema,
        facts: row.facts.clone(),
        sealed: row.sealed.clone(),
        salt,
        state: StateRow { table, row: Row::of(row)?, time_columns },
        tokens: None,
        index_rows: Vec::new(),
        sums: timeline_count::change(&row.tenant_id, (row.customer_id, table.kind), counts)?,
    })
}

/// Records of a customer whose personal part is still there, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn unerased(database: &Database, tenant: &str, customer: Uuid, limit: u64) -> Result<Vec<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::State.ne(State::Erased.code()))
        .limit(limit)
        .all(database.reader())
        .await?)
}

fn model<K: Kind>(tenant: &str, activity: &Activity<K>, kept: Kept) -> Model {
    let facts = &activity.facts;
    let columns = K::columns(&facts.own);
    Model {
        tenant_id: tenant.to_owned(),
        activity_id: activity.id,
        revision: activity.revision,
        update_time: activity.update_time.as_micros(),
        schema: SCHEMA,
        facts: kept.facts,
        sealed: kept.sealed,
        kind: K::NAME.to_owned(),
        customer_id: facts.customer,
        state: facts.state.code().to_owned(),
        occur_time: facts.occur_time.as_micros(),
        author: facts.author,
        create_time: facts.create_time.as_micros(),
        delete_time: facts.delete_time.map(Instant::as_micros),
        channel: columns.channel.map(str::to_owned),
        direction: columns.direction.map(str::to_owned),
        due_time: columns.due_time.map(Instant::as_micros),
        rating: columns.rating,
        handling_state: columns.handling_state.map(str::to_owned),
        priority: columns.priority.map(str::to_owned),
        assignee: columns.assignee,
    }
}
