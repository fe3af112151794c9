//! Lists of tasks: what is asked for, what is in a caller's scope, page by page.

use access::{Caller, Relation, Scope};
use clock::Instant;
use database::Database;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entity::task::{Column, Entity, Model};
use super::entity::{task_watcher, waiting};
use super::task::state_code;
use crate::domain::task::TaskState;
use crate::error::Error;

/// Which tasks are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those of this member of staff.
    pub assignee: Option<Uuid>,
    /// Those about this customer.
    pub customer: Option<Uuid>,
    /// Those that this reminder made.
    pub reminder: Option<Uuid>,
    /// Those in this state.
    pub state: Option<TaskState>,
    /// Those due then or later.
    pub due_from: Option<Instant>,
    /// Those due before.
    pub due_before: Option<Instant>,
}

/// The row after which a page begins.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Cursor {
    /// When it is due.
    pub due_time: i64,
    /// Its id.
    pub id: Uuid,
}

/// The tasks in a caller's scope, those due first first, at most `limit`, from after a row on.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    scope: (&Caller, Scope),
    wanted: Wanted,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Vec<Model>, Error> {
    let conditions = [
        wanted.assignee.map(|assignee| Column::Assignee.eq(assignee)),
        wanted.customer.map(|customer| Column::CustomerId.eq(customer)),
        wanted.reminder.map(|reminder| Column::ReminderId.eq(reminder)),
        wanted.state.map(|state| Column::State.eq(state_code(state))),
        wanted.due_from.map(|from| Column::DueTime.gte(from.as_micros())),
        wanted.due_before.map(|before| Column::DueTime.lt(before.as_micros())),
        after.map(|after| Column::DueTime.gte(after.due_time)),
    ];
    let wanted = conditions.into_iter().fold(Condition::all(), Condition::add_option);
    let beyond =
        after.map(|after| Condition::any().add(Column::DueTime.gt(after.due_time)).add(Column::TaskId.gt(after.id)));
    Ok(Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(wanted.add_option(beyond))
        .filter(in_scope(tenant, scope))
        .order_by_asc(Column::DueTime)
        .order_by_asc(Column::TaskId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all(database.reader())
        .await?)
}

/// Which tasks that wait to be told of are listed.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    /// Those of this member of staff.
    pub assignee: Option<Uuid>,
    /// Those told of later than then.
    pub after: Instant,
}

/// The tasks in a caller's scope that wait to be told of until an instant, each with that time, the earliest first, at most `limit`, from
/// after a row on.
///
/// # Errors
/// Those of the database.
pub async fn waiting(
    database: &Database,
    tenant: &str,
    scope: (&Caller, Scope),
    wanted: Waits,
    until: Instant,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Vec<(i64, Model)>, Error> {
    use waiting::Column as Waits;
    let beyond = after.map(|after| {
        let later = Condition::any().add(Waits::DueTime.gt(after.due_time)).add(Waits::EntityId.gt(after.id));
        Condition::all().add(Waits::DueTime.gte(after.due_time)).add(later)
    });
    let assignee = wanted.assignee.map(|assignee| Column::Assignee.eq(assignee));
    let same = Expr::col(Waits::TenantId.as_column_ref()).eq(Expr::col(Column::TenantId.as_column_ref()));
    let same = same.and(Expr::col(Waits::EntityId.as_column_ref()).eq(Expr::col(Column::TaskId.as_column_ref())));
    let rows = Entity::find()
        .join(JoinType::InnerJoin, Entity::belongs_to(waiting::Entity).from(Column::TaskId).to(Waits::EntityId).into())
        .filter(same)
        .filter(Column::TenantId.eq(tenant))
        .filter(Waits::DueTime.gt(wanted.after.as_micros()))
        .filter(Waits::DueTime.lte(until.as_micros()))
        .filter(Condition::all().add_option(beyond).add_option(assignee))
        .filter(in_scope(tenant, scope))
        .select_also(waiting::Entity)
        .order_by_asc(Waits::DueTime)
        .order_by_asc(Waits::EntityId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .all(database.reader())
        .await?;
    Ok(rows.into_iter().filter_map(|(row, waits)| Some((waits?.due_time, row))).collect())
}

/// The relations of [`Caller::relations_to`], as a condition.
fn in_scope(tenant: &str, (caller, scope): (&Caller, Scope)) -> Condition {
    let staff = caller.staff.as_ref();
    scope.grants().fold(Condition::any(), |any, (relation, _)| match relation {
        Relation::Own => any.add_option(staff.map(|staff| Column::Assignee.eq(staff.id))),
        Relation::Collaborator => any.add_option(staff.map(|staff| {
            let watched = task_watcher::Entity::find()
                .select_only()
                .column(task_watcher::Column::TaskId)
                .filter(task_watcher::Column::TenantId.eq(tenant))
                .filter(task_watcher::Column::StaffId.eq(staff.id));
            Column::TaskId.in_subquery(watched.into_query())
        })),
        Relation::Pool => any.add(Column::Assignee.is_null()),
        Relation::Other => any.add(Condition::all()),
        // A task belongs to a person, not to a team.
        Relation::Team | Relation::Subteam => any,
    })
}
