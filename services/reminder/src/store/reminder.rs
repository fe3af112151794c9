//! The table of reminders.

use std::sync::LazyLock;

use access::{Caller, Relation, Scope};
use clock::Instant;
use database::{Database, Row, Table};
use journal::{ChangeKind, Entry, RecordChange, RecordKey, StateRow, StateTable, UniqueKey};
use keyring::{KeySlot, Keyring, SubjectKey};
use operation::{Place, read_facts};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::entity::reminder::{Column, Entity, Model};
use super::waiting;
use crate::NAME;
use crate::domain::reminder::{Reminder, ReminderFacts, ReminderPersonal, ReminderState, SCHEMA};
use crate::domain::schedule::Schedule;
use crate::error::Error;

/// The kind of a reminder's entries.
pub const KIND: &str = "reminder";

/// The kind of the keys that stand for the important dates of customers.
const IMPORTANT_DATE_KEY: &str = "important_date";

/// The key that an important date of a customer stands for: it has one reminder.
pub fn important_date_key(customer: Uuid, date: Uuid) -> UniqueKey {
    UniqueKey { kind: IMPORTANT_DATE_KEY, value: [customer.into_bytes(), date.into_bytes()].concat() }
}

/// The table, as the journal writes it.
pub static REMINDER: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "reminder_id" });

/// The word that is stored for a state.
pub fn state_code(state: ReminderState) -> &'static str {
    match state {
        ReminderState::Active => "active",
        ReminderState::Ended => "ended",
        ReminderState::Deleted => "deleted",
        ReminderState::Erased => "erased",
    }
}

/// The row of a reminder.
///
/// # Errors
/// Those of the database.
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?)
}

/// Which reminders are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those whose tasks this member of staff gets.
    pub assignee: Option<Uuid>,
    /// Those about this customer.
    pub customer: Option<Uuid>,
    /// Those in this state; without one all but the deleted.
    pub state: Option<ReminderState>,
}

/// The reminders in a caller's scope by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    scope: (&Caller, Scope),
    wanted: Wanted,
    after: Uuid,
    limit: usize,
) -> Result<Vec<Model>, Error> {
    let mut rows =
        Entity::find().filter(Column::TenantId.eq(tenant)).filter(Column::ReminderId.gt(after)).filter(in_scope(scope));
    rows = match wanted.state {
        Some(state) => rows.filter(Column::State.eq(state_code(state))),
        None => rows.filter(Column::State.ne(state_code(ReminderState::Deleted))),
    };
    if let Some(assignee) = wanted.assignee {
        rows = rows.filter(Column::Assignee.eq(assignee));
    }
    if let Some(customer) = wanted.customer {
        rows = rows.filter(Column::CustomerId.eq(customer));
    }
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    Ok(rows.order_by_asc(Column::ReminderId).limit(limit).all(database.reader()).await?)
}

/// The reminders of a tenant that come round, by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// Those of the database.
pub async fn active(database: &Database, tenant: &str, after: Uuid, limit: usize) -> Result<Vec<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::ReminderId.gt(after))
        .filter(Column::State.eq(state_code(ReminderState::Active)))
        .order_by_asc(Column::ReminderId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all(database.reader())
        .await?)
}

/// The relations of [`Caller::relations_to`], as a condition.
fn in_scope((caller, scope): (&Caller, Scope)) -> Condition {
    let staff = caller.staff.as_ref();
    scope.grants().fold(Condition::any(), |any, (relation, _)| match relation {
        Relation::Own => any.add_option(staff.map(|staff| Column::Assignee.eq(staff.id))),
        Relation::Pool => any.add(Column::Assignee.is_null()),
        Relation::Other => any.add(Condition::all()),
        // Nobody else has a part in a reminder, and it belongs to no team.
        Relation::Collaborator | Relation::Team | Relation::Subteam => any,
    })
}

/// The facts of a reminder.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote them; [`Error::Fault`] when they are malformed.
pub fn facts(row: &Model) -> Result<ReminderFacts, Error> {
    read_facts(row.schema, SCHEMA, &row.facts)
}

/// The reminder in a row.
///
/// # Errors
/// As [`facts`]; [`Error::Fault`] when it does not open.
pub async fn open(keyring: &Keyring, row: &Model) -> Result<Reminder, Error> {
    let facts = facts(row)?;
    let (id, revision) = (row.reminder_id, row.revision);
    let personal = place(&row.tenant_id, id, revision, &facts).open(keyring, &row.sealed).await?;
    let update_time = Instant::from_micros(row.update_time);
    Ok(unsealed(Reminder { id, revision, update_time, facts, personal }))
}

/// The reminder, its schedule taken out of the sealed part if it stood there.
fn unsealed(mut reminder: Reminder) -> Reminder {
    let sealed = reminder.personal.as_mut().and_then(|personal| personal.schedule.take());
    if let Some(schedule) = sealed {
        reminder.facts.schedule = schedule;
    }
    reminder
}

/// The facts and the sealed part of a reminder as they are stored: the schedule of one that follows a day of its customer is sealed, for the
/// day says something of a person.
fn sealed(reminder: &Reminder) -> (ReminderFacts, Option<ReminderPersonal>) {
    let (mut facts, mut personal) = (reminder.facts.clone(), reminder.personal.clone());
    if facts.important_date.is_some() {
        let schedule = std::mem::replace(&mut facts.schedule, Schedule::Sealed);
        if let Some(personal) = &mut personal {
            personal.schedule = Some(schedule);
        }
    }
    (facts, personal)
}

/// The reminder in a row without its personal part, for which no key is needed.
///
/// # Errors
/// As [`facts`].
pub fn without_personal(row: &Model) -> Result<Reminder, Error> {
    let update_time = Instant::from_micros(row.update_time);
    Ok(Reminder { id: row.reminder_id, revision: row.revision, update_time, facts: facts(row)?, personal: None })
}

/// The reminder after an entry.
///
/// # Errors
/// As [`open`].
pub async fn of_entry(keyring: &Keyring, entry: &Entry) -> Result<Reminder, Error> {
    let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
    let facts: ReminderFacts = read_facts(entry.schema, SCHEMA, facts)?;
    let sealed = entry.sealed.as_deref().unwrap_or_default();
    let personal = place(&entry.tenant, entry.id, entry.revision, &facts).open(keyring, sealed).await?;
    Ok(unsealed(Reminder { id: entry.id, revision: entry.revision, update_time: entry.time, facts, personal }))
}

/// The key under which the reminder in a row is sealed; none once it is erased.
///
/// # Errors
/// Those of the keyring.
pub async fn key(keyring: &Keyring, row: &Model) -> Result<Option<SubjectKey>, Error> {
    if row.sealed.is_empty() {
        return Ok(None);
    }
    Ok(Some(keyring.key(KeySlot::of_sealed(&row.sealed)?).await?))
}

/// The change that takes a reminder from the revision before to `reminder`.
///
/// # Errors
/// [`Error::RecordTooLarge`]; [`Error::Fault`] when it cannot be written as JSON or sealed.
pub fn change(
    tenant: &str,
    before: Option<&Reminder>,
    reminder: &Reminder,
    key: Option<&SubjectKey>,
    salt: [u8; 16],
) -> Result<RecordChange, Error> {
    let (id, facts) = (reminder.id, &reminder.facts);
    let (stored, personal) = sealed(reminder);
    let kept = place(tenant, id, reminder.revision, facts).keep(&stored, personal.as_ref(), key)?;
    let row = Row::of(&Model {
        tenant_id: tenant.to_owned(),
        reminder_id: id,
        revision: reminder.revision,
        update_time: reminder.update_time.as_micros(),
        schema: SCHEMA,
        facts: kept.facts.clone(),
        sealed: kept.sealed.clone(),
        customer_id: facts.customer,
        assignee: facts.assignee,
        state: state_code(facts.state).to_owned(),
        important_date_id: facts.important_date,
    })?;
    let waits = waiting::change(tenant, KIND, id, before.and_then(|before| before.facts.waiting), facts.waiting)?;
    let change = match (before, facts.state) {
        (None, _) => ChangeKind::Created,
        (Some(_), ReminderState::Deleted) => ChangeKind::Deleted,
        (Some(_), ReminderState::Erased) => ChangeKind::Erased,
        (Some(_), ReminderState::Active | ReminderState::Ended) => ChangeKind::Updated,
    };
    let time_column = REMINDER.table.column("update_time");
    Ok(RecordChange {
        key: RecordKey { kind: KIND, id },
        customer: facts.customer.unwrap_or_default(),
        subject: facts.subject(id),
        expected_revision: reminder.revision - 1,
        change,
        schema: SCHEMA,
        facts: kept.facts,
        sealed: kept.sealed,
        salt,
        state: StateRow { table: &REMINDER, row, time_columns: time_column.into_iter().collect() },
        tokens: None,
        sums: Vec::new(),
        index_rows: waits.into_iter().collect(),
    })
}

fn place<'a>(tenant: &'a str, id: Uuid, revision: i64, facts: &ReminderFacts) -> Place<'a> {
    Place { service: NAME, tenant, kind: KIND, id, revision, subject: facts.subject(id) }
}
