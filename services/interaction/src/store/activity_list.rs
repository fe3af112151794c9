//! Lists of what has happened: of one customer or all, what is filtered, what is in a caller's scope, page by page.

use std::str::FromStr;

use access::{Caller, Relation, Scope};
use conventions::violations::Bilingual;
use customers::entity::{collaborator, customer as known};
use database::{Database, Engine};
use expression::Filter;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, Order as Direction, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entity::activity::{Column, Entity, Model};
use super::of_customer::same;
use crate::domain::activity::State;
use crate::error::Error;

/// A page of a list.
pub struct Page<'a> {
    /// Records of which kinds.
    pub kinds: &'a [&'static str],
    /// Whose.
    pub of: Of<'a>,
    /// Which of them.
    pub filter: &'a Filter,
    /// In which order.
    pub order: Order,
    /// After which row; none for the first page.
    pub after: Option<Cursor>,
    /// Whether those that are not live are listed too.
    pub show_deleted: bool,
    /// How many at most.
    pub limit: usize,
}

/// Whose records are listed.
pub enum Of<'a> {
    /// Those of a customer of whom the caller may see them.
    Customer(Uuid),
    /// Those of all customers in a caller's scope.
    Scope(&'a Caller, Scope),
}

/// The row after which a page begins.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Cursor {
    /// When what it says took place.
    pub time: i64,
    /// Its id.
    pub id: Uuid,
}

/// In which order records are listed: by when they took place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Order {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// The text is no order.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("must be start_time, or `start_time desc` for the newest first")]
pub struct UnknownOrder;

impl Bilingual for UnknownOrder {
    fn chinese(&self) -> String {
        "须为 start_time，要最新的在前请写 `start_time desc`".to_owned()
    }
}

impl FromStr for Order {
    type Err = UnknownOrder;

    fn from_str(text: &str) -> Result<Self, UnknownOrder> {
        match text.split_whitespace().collect::<Vec<_>>().as_slice() {
            [] | ["start_time", "desc"] => Ok(Self::Newest),
            ["start_time"] | ["start_time", "asc"] => Ok(Self::Oldest),
            _ => Err(UnknownOrder),
        }
    }
}

/// The rows of a page.
///
/// # Errors
/// Those of the database.
pub async fn list(database: &Database, tenant: &str, page: Page<'_>) -> Result<Vec<Model>, Error> {
    let backend = match database.engine() {
        Engine::Sqlite => DbBackend::Sqlite,
        Engine::Postgres => DbBackend::Postgres,
    };
    let Page { kinds, of, filter, order, after, show_deleted, limit } = page;
    let mut rows =
        Entity::find().filter(Column::TenantId.eq(tenant)).filter(filter.condition(backend)).filter(match of {
            Of::Customer(customer) => Condition::all().add(Column::CustomerId.eq(customer)),
            Of::Scope(caller, scope) => in_scope(tenant, caller, scope),
        });
    rows = match kinds {
        [kind] => rows.filter(Column::Kind.eq(*kind)),
        kinds => rows.filter(Column::Kind.is_in(kinds.iter().copied())),
    };
    if !show_deleted {
        rows = rows.filter(Column::State.eq(State::Active.code()));
    }
    if let Some(cursor) = after {
        rows = rows.filter(order.beyond(cursor));
    }
    let direction = if order == Order::Newest { Direction::Desc } else { Direction::Asc };
    Ok(rows
        .order_by(Column::OccurTime, direction.clone())
        .order_by(Column::ActivityId, direction)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all(database.reader())
        .await?)
}

impl Order {
    /// The rows that come after a cursor.
    fn beyond(self, cursor: Cursor) -> Condition {
        let (time, id) = (Column::OccurTime, Column::ActivityId);
        let (from, later, id) = match self {
            Self::Newest => (time.lte(cursor.time), time.lt(cursor.time), id.lt(cursor.id)),
            Self::Oldest => (time.gte(cursor.time), time.gt(cursor.time), id.gt(cursor.id)),
        };
        Condition::all().add(from).add(Condition::any().add(later).add(id))
    }
}

/// The records in a caller's scope: the relations to their customers, as a condition.
fn in_scope(tenant: &str, caller: &Caller, scope: Scope) -> Condition {
    let holds = |relation| scope.grants().any(|(granted, _)| granted == relation);
    if holds(Relation::Other) {
        return Condition::all();
    }
    let staff = caller.staff.as_ref();
    let reached = scope.grants().fold(Condition::any(), |any, (relation, _)| match relation {
        Relation::Own => any.add_option(staff.map(|staff| known::Column::Owner.eq(staff.id))),
        Relation::Collaborator => any.add_option(staff.map(|staff| {
            let customers = Query::select()
                .column(collaborator::Column::CustomerId)
                .from(collaborator::Entity)
                .and_where(collaborator::Column::TenantId.eq(tenant))
                .and_where(collaborator::Column::StaffId.eq(staff.id))
                .take();
            known::Column::CustomerId.in_subquery(customers)
        })),
        Relation::Team => any.add_option(staff.and_then(|staff| staff.team).map(|team| known::Column::Team.eq(team))),
        Relation::Subteam => {
            let below = staff.map(|staff| staff.teams_below.iter().copied()).filter(|teams| teams.len() > 0);
            any.add_option(below.map(|teams| known::Column::Team.is_in(teams)))
        }
        Relation::Pool => any.add(known::Column::Owner.is_null()),
        Relation::Other => any.add(Condition::all()),
    });
    let customers = Query::select()
        .expr(Expr::val(1))
        .from(known::Entity)
        .and_where(same(known::Column::TenantId, Column::TenantId))
        .and_where(same(known::Column::CustomerId, Column::CustomerId))
        .cond_where(reached)
        .take();
    Condition::all().add(Expr::exists(customers))
}
