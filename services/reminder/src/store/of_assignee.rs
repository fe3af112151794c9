//! What a member of staff has yet to see to.

use database::Database;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::entity::{reminder, task};
use super::{dormancy_rule, reminder as reminders, task as tasks};
use crate::domain::dormancy::DormancyRule;
use crate::domain::reminder::ReminderState;
use crate::domain::task::TaskState;
use crate::error::Error;

/// How many open tasks somebody has.
///
/// # Errors
/// Those of the database.
pub async fn count_tasks(database: &Database, tenant: &str, assignee: Uuid) -> Result<u64, Error> {
    Ok(open_tasks(tenant, assignee).count(database.reader()).await?)
}

/// Those tasks by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// Those of the database.
pub async fn tasks(
    database: &Database,
    tenant: &str,
    assignee: Uuid,
    after: Uuid,
    limit: u64,
) -> Result<Vec<task::Model>, Error> {
    Ok(open_tasks(tenant, assignee)
        .filter(task::Column::TaskId.gt(after))
        .order_by_asc(task::Column::TaskId)
        .limit(limit)
        .all(database.reader())
        .await?)
}

/// How many reminders come round of which somebody gets the tasks, whoever owns a customer.
///
/// # Errors
/// Those of the database.
pub async fn count_reminders(database: &Database, tenant: &str, assignee: Uuid) -> Result<u64, Error> {
    Ok(active_reminders(tenant, assignee).count(database.reader()).await?)
}

/// Those reminders by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// Those of the database.
pub async fn reminders(
    database: &Database,
    tenant: &str,
    assignee: Uuid,
    after: Uuid,
    limit: u64,
) -> Result<Vec<reminder::Model>, Error> {
    Ok(active_reminders(tenant, assignee)
        .filter(reminder::Column::ReminderId.gt(after))
        .order_by_asc(reminder::Column::ReminderId)
        .limit(limit)
        .all(database.reader())
        .await?)
}

/// The dormancy rules that name somebody to get their tasks, by id.
///
/// # Errors
/// As [`dormancy_rule::all`].
pub async fn rules(database: &Database, tenant: &str, assignee: Uuid) -> Result<Vec<DormancyRule>, Error> {
    let mut rules = dormancy_rule::all(database, tenant).await?;
    rules.retain(|rule| rule.facts.named() == Some(assignee));
    Ok(rules)
}

fn open_tasks(tenant: &str, assignee: Uuid) -> Select<task::Entity> {
    task::Entity::find()
        .filter(task::Column::TenantId.eq(tenant))
        .filter(task::Column::Assignee.eq(assignee))
        .filter(task::Column::State.eq(tasks::state_code(TaskState::Open)))
}

/// Reminders that follow a day of their customer go to its owner by themselves.
fn active_reminders(tenant: &str, assignee: Uuid) -> Select<reminder::Entity> {
    reminder::Entity::find()
        .filter(reminder::Column::TenantId.eq(tenant))
        .filter(reminder::Column::Assignee.eq(assignee))
        .filter(reminder::Column::State.eq(reminders::state_code(ReminderState::Active)))
        .filter(reminder::Column::ImportantDateId.is_null())
}
