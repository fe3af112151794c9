//! Lists of customers: what is filtered, what is in a caller's scope, page by page.

use std::str::FromStr;

use access::{Caller, Relation, Scope};
use database::{Database, Engine};
use expression::{Field, Filter, Kind, Schema};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, Order as Direction, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::collaborator;
use super::customer_tag;
use super::entity::customer::{Column, Entity, Model};
use crate::domain::customer::State;
use crate::domain::vocabulary::{Vocabularies, Vocabulary};
use crate::error::Error;

/// The fields that can be filtered. All are facts, which everybody in whose scope a record lies may read.
pub fn schema(vocabularies: &Vocabularies) -> Schema {
    let codes = |vocabulary| Kind::code(vocabularies.all(vocabulary).iter().map(|term| term.facts.code.to_string()));
    let field = |path: &'static str, kind, column: Column| Field::column(path, kind, "fact", column.as_column_ref());
    Schema::new([
        field("customer_number", Kind::Text, Column::CustomerNumber),
        field("kind", Kind::code(["individual", "enterprise", "institution"]), Column::Kind),
        field("state", Kind::code(["active", "deleted", "erased"]), Column::State),
        field("stage", codes(Vocabulary::Stage), Column::Stage),
        field("stage_time", Kind::Instant, Column::StageTime),
        field("stage_reason", codes(Vocabulary::StageReason), Column::StageReason),
        field("level", codes(Vocabulary::Level), Column::Level),
        field("industry", codes(Vocabulary::Industry), Column::Industry),
        field("source", codes(Vocabulary::Source), Column::Source),
        field("owner", Kind::Id, Column::Owner),
        field("team", Kind::Id, Column::Team),
        customer_tag::field(vocabularies),
        field("first_contact_time", Kind::Instant, Column::FirstContactTime),
        field("create_time", Kind::Instant, Column::CreateTime),
        field("update_time", Kind::Instant, Column::UpdateTime),
        field("delete_time", Kind::Instant, Column::DeleteTime),
    ])
}

/// In which order customers are listed.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    by: By,
    descending: bool,
}

#[derive(Clone, Copy, Debug)]
enum By {
    /// Ids sort as times of creation do.
    CreateTime,
    UpdateTime,
}

/// The row after which a page begins.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Cursor {
    time: i64,
    id: Uuid,
}

/// A page of a list.
pub struct Page<'a> {
    /// Which customers.
    pub filter: &'a Filter,
    /// In which order.
    pub order: Order,
    /// After which row; none for the first page.
    pub after: Option<Cursor>,
    /// In which states.
    pub states: &'a [State],
    /// How many at most.
    pub limit: usize,
}

impl Order {
    /// Reads an order.
    pub fn parse(text: &str) -> Result<Self, UnknownOrder> {
        text.parse()
    }

    /// Where the next page begins after a row.
    pub fn cursor(&self, row: &Model) -> Cursor {
        Cursor { time: row.update_time, id: row.customer_id }
    }
}

/// The text is no order.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("must be create_time or update_time, with ` desc` for newest first")]
pub struct UnknownOrder;

impl FromStr for Order {
    type Err = UnknownOrder;

    fn from_str(text: &str) -> Result<Self, UnknownOrder> {
        let mut words = text.split_whitespace();
        let (field, direction) = (words.next(), words.next());
        let by = match field {
            None | Some("create_time") => By::CreateTime,
            Some("update_time") => By::UpdateTime,
            Some(_) => return Err(UnknownOrder),
        };
        let descending = match direction {
            None => field.is_none(),
            Some("desc") => true,
            Some("asc") => false,
            Some(_) => return Err(UnknownOrder),
        };
        if words.next().is_some() { Err(UnknownOrder) } else { Ok(Self { by, descending }) }
    }
}

/// The rows of a page.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    caller: &Caller,
    scope: Scope,
    page: Page<'_>,
) -> Result<Vec<Model>, Error> {
    let backend = match database.engine() {
        Engine::Sqlite => DbBackend::Sqlite,
        Engine::Postgres => DbBackend::Postgres,
    };
    let Page { filter, order, after, states, limit } = page;
    let mut rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(filter.condition(backend))
        .filter(in_scope(database.engine(), tenant, caller, scope))
        .filter(Column::State.is_in(states.iter().map(|state| state.code())));
    if let Some(cursor) = after {
        rows = rows.filter(beyond(order, cursor));
    }
    let direction = if order.descending { Direction::Desc } else { Direction::Asc };
    if let By::UpdateTime = order.by {
        rows = rows.order_by(Column::UpdateTime, direction.clone());
    }
    let rows = rows.order_by(Column::CustomerId, direction).limit(u64::try_from(limit).unwrap_or(u64::MAX));
    Ok(rows.all(database.reader()).await?)
}

/// The records in a caller's scope: the relations of [`Caller::relations_to`], as a condition.
fn in_scope(engine: Engine, tenant: &str, caller: &Caller, scope: Scope) -> Condition {
    let staff = caller.staff.as_ref();
    scope.grants().fold(Condition::any(), |any, (relation, _)| match relation {
        Relation::Own => any.add_option(staff.map(|staff| Column::Owner.eq(staff.id))),
        Relation::Collaborator => any.add_option(staff.map(|staff| collaborator::is_among(engine, tenant, staff.id))),
        Relation::Team => any.add_option(staff.and_then(|staff| staff.team).map(|team| Column::Team.eq(team))),
        Relation::Subteam => {
            let below = staff.map(|staff| staff.teams_below.iter().copied()).filter(|teams| teams.len() > 0);
            any.add_option(below.map(|teams| Column::Team.is_in(teams)))
        }
        Relation::Pool => any.add(Column::Owner.is_null()),
        Relation::Other => any.add(Condition::all()),
    })
}

/// The rows that come after a cursor.
fn beyond(order: Order, cursor: Cursor) -> Condition {
    let id = if order.descending { Column::CustomerId.lt(cursor.id) } else { Column::CustomerId.gt(cursor.id) };
    match order.by {
        By::CreateTime => Condition::all().add(id),
        By::UpdateTime => {
            let (from, later) = if order.descending {
                (Column::UpdateTime.lte(cursor.time), Column::UpdateTime.lt(cursor.time))
            } else {
                (Column::UpdateTime.gte(cursor.time), Column::UpdateTime.gt(cursor.time))
            };
            Condition::all().add(from).add(Condition::any().add(later).add(id))
        }
    }
}
