//! The table of tasks.

use std::collections::HashSet;
use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table};
use journal::{ChangeKind, Entry, IndexRows, RecordChange, RecordKey, StateRow, StateTable, UniqueKey};
use keyring::{KeySlot, Keyring, SubjectKey};
use operation::{Place, read_facts};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::entity::task::{Column, Entity, Model};
use super::entity::task_watcher;
use super::{review, waiting};
use crate::NAME;
use crate::domain::due::Due;
use crate::domain::task::{SCHEMA, Task, TaskFacts, TaskState};
use crate::domain::upkeep::{RuleKind, Upkeep};
use crate::error::Error;

/// The kind of a task's entries.
pub const KIND: &str = "task";
/// The kind of the keys that stand for the occurrences of reminders.
pub const OCCURRENCE_KEY: &str = "occurrence";

/// The table, as the journal writes it.
pub static TASK: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "task_id" });

static WATCHER: LazyLock<Table> = LazyLock::new(Table::of::<task_watcher::Entity>);

/// The kind of the keys that stand for the next steps of interactions.
const STEP_KEY: &str = "next_step";

/// The kind of the keys that stand for what contact with a customer is counted from.
const UPKEEP_KEY: &str = "upkeep";

/// The key that a rule of a kind and the contact from which it counts stand for: a customer has one task of it.
pub fn upkeep_key(customer: Uuid, upkeep: &Upkeep) -> UniqueKey {
    let since = upkeep.since.as_micros().to_be_bytes();
    let value = [customer.as_bytes().as_slice(), rule_code(upkeep.by).as_bytes(), &since].concat();
    UniqueKey { kind: UPKEEP_KEY, value }
}

/// The word that is stored for a kind of rule.
fn rule_code(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Cadence => "cadence",
        RuleKind::Dormancy => "dormancy",
    }
}

/// The key that the next step of an interaction stands for: it has one task.
pub fn step_key(interaction: Uuid) -> UniqueKey {
    UniqueKey { kind: STEP_KEY, value: interaction.as_bytes().to_vec() }
}

/// The key that an occurrence of a reminder stands for: whatever else goes wrong, it has one task.
pub fn occurrence_key(reminder: Uuid, due: Due) -> UniqueKey {
    let value = [reminder.as_bytes().as_slice(), due.local.to_string().as_bytes()].concat();
    UniqueKey { kind: OCCURRENCE_KEY, value }
}

/// The word that is stored for a state.
pub fn state_code(state: TaskState) -> &'static str {
    match state {
        TaskState::Open => "open",
        TaskState::Completed => "completed",
        TaskState::Cancelled => "cancelled",
        TaskState::Erased => "erased",
    }
}

/// The row of a task.
///
/// # Errors
/// Those of the database.
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?)
}

/// The row of the task that is the next step of an interaction.
///
/// # Errors
/// Those of the database.
pub async fn find_step(database: &Database, tenant: &str, interaction: Uuid) -> Result<Option<Model>, Error> {
    let of_tenant = Entity::find().filter(Column::TenantId.eq(tenant));
    Ok(of_tenant.filter(Column::InteractionId.eq(interaction)).one(database.reader()).await?)
}

/// The row of the task by which a kind of rule keeps up contact with a customer: the open one, else the last.
///
/// # Errors
/// Those of the database.
pub async fn find_upkeep(
    database: &Database,
    tenant: &str,
    customer: Uuid,
    kind: RuleKind,
) -> Result<Option<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::Upkeep.eq(rule_code(kind)))
        .order_by_desc(Column::TaskId);
    let open = rows.clone().filter(Column::State.eq(state_code(TaskState::Open)));
    match open.one(database.reader()).await? {
        Some(open) => Ok(Some(open)),
        None => Ok(rows.one(database.reader()).await?),
    }
}

/// Those of some customers with whom a kind of rule ever kept up contact: most have no such task.
///
/// # Errors
/// Those of the database.
pub async fn with_upkeep(
    database: &Database,
    tenant: &str,
    customers: &[Uuid],
    kind: RuleKind,
) -> Result<HashSet<Uuid>, Error> {
    let beginning = [(Column::TenantId, tenant.into()), (Column::Upkeep, rule_code(kind).into())];
    let customers = customers.iter().map(|customer| (*customer).into()).collect();
    let rows = database.find_each::<Entity>(&beginning, Column::CustomerId, customers).await?;
    Ok(rows.into_iter().filter_map(|row| row.customer_id).collect())
}

/// The facts of a task.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote them; [`Error::Fault`] when they are malformed.
pub fn facts(row: &Model) -> Result<TaskFacts, Error> {
    read_facts(row.schema, SCHEMA, &row.facts)
}

/// The task in a row.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote it; [`Error::Fault`] when it does not open.
pub async fn open(keyring: &Keyring, row: &Model) -> Result<Task, Error> {
    let facts = facts(row)?;
    let (id, revision) = (row.task_id, row.revision);
    let personal = place(&row.tenant_id, id, revision, &facts).open(keyring, &row.sealed).await?;
    Ok(Task { id, revision, update_time: Instant::from_micros(row.update_time), facts, personal })
}

/// The task in a row without its personal part, for which no key is needed.
///
/// # Errors
/// As [`facts`].
pub fn without_personal(row: &Model) -> Result<Task, Error> {
    let update_time = Instant::from_micros(row.update_time);
    Ok(Task { id: row.task_id, revision: row.revision, update_time, facts: facts(row)?, personal: None })
}

/// The task after an entry.
///
/// # Errors
/// As [`open`].
pub async fn of_entry(keyring: &Keyring, entry: &Entry) -> Result<Task, Error> {
    let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
    let facts: TaskFacts = read_facts(entry.schema, SCHEMA, facts)?;
    let sealed = entry.sealed.as_deref().unwrap_or_default();
    let personal = place(&entry.tenant, entry.id, entry.revision, &facts).open(keyring, sealed).await?;
    Ok(Task { id: entry.id, revision: entry.revision, update_time: entry.time, facts, personal })
}

/// The key under which the task in a row is sealed; none once it is erased.
///
/// # Errors
/// Those of the keyring.
pub async fn key(keyring: &Keyring, row: &Model) -> Result<Option<SubjectKey>, Error> {
    if row.sealed.is_empty() {
        return Ok(None);
    }
    Ok(Some(keyring.key(KeySlot::of_sealed(&row.sealed)?).await?))
}

/// The change that takes a task from the revision before to `task`.
///
/// # Errors
/// [`Error::RecordTooLarge`]; [`Error::Fault`] when it cannot be written as JSON or sealed.
pub fn change(
    tenant: &str,
    before: Option<&Task>,
    task: &Task,
    key: Option<&SubjectKey>,
    salt: [u8; 16],
) -> Result<RecordChange, Error> {
    let facts = &task.facts;
    let kept = place(tenant, task.id, task.revision, facts).keep(facts, task.personal.as_ref(), key)?;
    let row = Row::of(&Model {
        tenant_id: tenant.to_owned(),
        task_id: task.id,
        revision: task.revision,
        update_time: task.update_time.as_micros(),
        schema: SCHEMA,
        facts: kept.facts.clone(),
        sealed: kept.sealed.clone(),
        customer_id: facts.customer,
        reminder_id: facts.origin.map(|origin| origin.reminder),
        interaction_id: facts.step.map(|step| step.interaction),
        upkeep: facts.upkeep.as_ref().map(|upkeep| rule_code(upkeep.by).to_owned()),
        assignee: facts.assignee,
        state: state_code(facts.state).to_owned(),
        due_time: facts.due_time()?.as_micros(),
    })?;
    let time_column = TASK.table.column("update_time");
    let waits = waiting::change(tenant, KIND, task.id, before.and_then(|before| before.facts.waiting), facts.waiting)?;
    Ok(RecordChange {
        key: RecordKey { kind: KIND, id: task.id },
        customer: facts.customer.unwrap_or_default(),
        subject: facts.subject(task.id),
        expected_revision: task.revision - 1,
        change: change_kind(before, task),
        schema: SCHEMA,
        facts: kept.facts,
        sealed: kept.sealed,
        salt,
        state: StateRow { table: &TASK, row, time_columns: time_column.into_iter().collect() },
        tokens: None,
        sums: Vec::new(),
        index_rows: watcher_change(tenant, before, task)?
            .into_iter()
            .chain(waits)
            .chain(review(tenant, before, task)?)
            .collect(),
    })
}

/// That a person ended the task by which contact with a customer is kept up: what comes next is counted from there.
fn review(tenant: &str, before: Option<&Task>, task: &Task) -> Result<Option<IndexRows>, Error> {
    let is_ended = match task.facts.state {
        TaskState::Completed | TaskState::Cancelled => {
            before.is_some_and(|before| before.facts.state == TaskState::Open)
        }
        TaskState::Open | TaskState::Erased => false,
    };
    let by_person = task.facts.upkeep.as_ref().is_some_and(|upkeep| !upkeep.withdrawn);
    let Some(customer) = task.facts.customer.filter(|_| is_ended && by_person) else { return Ok(None) };
    let told = review::Told { tenant: tenant.to_owned(), customer, record: task.id, revision: task.revision };
    Ok(Some(review::added(&told)?))
}

fn change_kind(before: Option<&Task>, task: &Task) -> ChangeKind {
    match before {
        None => ChangeKind::Created,
        Some(_) if task.facts.state == TaskState::Erased => ChangeKind::Erased,
        Some(_) => ChangeKind::Updated,
    }
}

fn watcher_change(tenant: &str, before: Option<&Task>, after: &Task) -> Result<Option<IndexRows>, Error> {
    let old = before.map_or(&[][..], |before| &before.facts.watchers);
    let new = &after.facts.watchers;
    if old == new {
        return Ok(None);
    }
    let row = |staff: &Uuid| {
        Row::of(&task_watcher::Model { tenant_id: tenant.to_owned(), staff_id: *staff, task_id: after.id })
    };
    let removed = old.iter().filter(|staff| !new.contains(staff)).map(|staff| Ok(row(staff)?.key(&WATCHER)));
    let removed = removed.collect::<Result<_, Error>>()?;
    let added = new.iter().filter(|staff| !old.contains(staff)).map(row).collect::<Result<_, _>>()?;
    Ok(Some(IndexRows { table: &WATCHER, removed, added }))
}

fn place<'a>(tenant: &'a str, id: Uuid, revision: i64, facts: &TaskFacts) -> Place<'a> {
    Place { service: NAME, tenant, kind: KIND, id, revision, subject: facts.subject(id) }
}
