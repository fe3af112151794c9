//! The table of targets.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table};
use jiff::civil::Date;
use journal::{Entry, RecordChange, StateTable, UniqueKey};
use operation::read_facts;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::audience::Audience;
use super::entity::target::{Column, Entity, Model};
use super::own::{self, Revision};
use super::sums::Question;
use crate::domain::target::{Aim, Holder, SCHEMA, Set, Target};
use crate::domain::zones::number;
use crate::error::Error;

/// The kind of a target's entries.
pub const KIND: &str = "target";

/// The table, as the journal writes it.
pub static TARGET: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "target_id" });

/// The key of which each aim has one.
pub fn key(aim: &Aim) -> UniqueKey {
    UniqueKey { kind: KIND, value: aim.key() }
}

/// The target of an aim, if one was ever set.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn find(database: &Database, tenant: &str, aim: &Aim) -> Result<Option<Target>, Error> {
    let of_holder = match aim.holder {
        Holder::Staff(id) => Condition::all().add(Column::Staff.eq(id)),
        Holder::Team(id) => Condition::all().add(Column::Team.eq(id)).add(Column::Staff.is_null()),
    };
    let row = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Measure.eq(<&str>::from(aim.goal.target())))
        .filter(Column::Month.eq(number(aim.month)))
        .filter(Column::Currency.eq(aim.currency.as_str()))
        .filter(of_holder)
        .one(database.reader())
        .await?;
    row.map(open).transpose()
}

/// Targets of those in an audience, of a month or of all, by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn list(
    database: &Database,
    tenant: &str,
    audience: &Audience,
    month: Option<Date>,
    (after, limit): (Uuid, usize),
) -> Result<Vec<Target>, Error> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::TargetId.gt(after))
        .filter(Column::Value.ne(0))
        .filter(Condition::all().add_option(month.map(|month| Column::Month.eq(number(month)))))
        .filter(audience.of_targets())
        .order_by_asc(Column::TargetId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all(database.reader())
        .await?;
    rows.into_iter().map(open).collect()
}

/// The targets of which a question asks.
///
/// # Errors
/// Those of the database.
pub async fn set(database: &Database, question: Question<'_>) -> Result<Vec<Set>, Error> {
    let currency = if question.measure.has_currency() { question.currency.unwrap_or_default() } else { "" };
    let rows: Vec<(Option<Uuid>, Option<Uuid>, i64, i64)> = Entity::find()
        .select_only()
        .columns([Column::Staff, Column::Team, Column::Month, Column::Value])
        .filter(Column::TenantId.eq(question.tenant))
        .filter(Column::Measure.eq(<&str>::from(question.measure)))
        .filter(Column::Month.between(number(question.days.first), number(question.days.last)))
        .filter(Column::Currency.eq(currency))
        .filter(Column::Value.ne(0))
        .filter(question.audience.of_targets())
        .into_tuple()
        .all(database.reader())
        .await?;
    Ok(rows.into_iter().map(|(staff, team, month, value)| Set { staff, team, month, value }).collect())
}

fn open(row: Model) -> Result<Target, Error> {
    let facts = read_facts(row.schema, SCHEMA, &row.facts)?;
    let update_time = Instant::from_micros(row.update_time);
    Ok(Target { id: row.target_id, revision: row.revision, update_time, facts })
}

/// The target after an entry.
///
/// # Errors
/// [`Error::SchemaNewer`]; [`Error::Fault`] when it is malformed.
pub fn of_entry(entry: &Entry) -> Result<Target, Error> {
    let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
    let facts = read_facts(entry.schema, SCHEMA, facts)?;
    Ok(Target { id: entry.id, revision: entry.revision, update_time: entry.time, facts })
}

/// The change that takes a target from the revision before to `target`.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(tenant: &str, target: &Target, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let Target { id, revision, update_time, .. } = *target;
    let facts = serde_json::to_string(&target.facts)?;
    let aim = &target.facts.aim;
    let row = Row::of(&Model {
        tenant_id: tenant.to_owned(),
        target_id: id,
        revision,
        update_time: update_time.as_micros(),
        schema: SCHEMA,
        facts: facts.clone(),
        sealed: Vec::new(),
        staff: match aim.holder {
            Holder::Staff(id) => Some(id),
            Holder::Team(_) => None,
        },
        team: target.facts.team,
        measure: <&str>::from(aim.goal.target()).to_owned(),
        currency: aim.currency.clone(),
        month: number(aim.month),
        value: target.facts.value,
    })?;
    Ok(own::change(&TARGET, Revision { id, revision, schema: SCHEMA, facts, deleted: false }, row, salt))
}
