//! What a member of staff has yet to settle.

use database::Database;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::entity::activity::{Column, Entity, Model};
use crate::domain::activity::State;
use crate::domain::handling::HandlingState;
use crate::error::Error;

/// How many live records of a kind somebody handles that are not settled.
///
/// # Errors
/// Those of the database.
pub async fn count(database: &Database, tenant: &str, kind: &str, assignee: Uuid) -> Result<u64, Error> {
    Ok(unsettled(tenant, kind, assignee).count(database.reader()).await?)
}

/// Those records by id, at most `limit`, from after the id `after` on.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    kind: &str,
    assignee: Uuid,
    after: Uuid,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    Ok(unsettled(tenant, kind, assignee)
        .filter(Column::ActivityId.gt(after))
        .order_by_asc(Column::ActivityId)
        .limit(limit)
        .all(database.reader())
        .await?)
}

fn unsettled(tenant: &str, kind: &str, assignee: Uuid) -> Select<Entity> {
    Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Assignee.eq(assignee))
        .filter(Column::Kind.eq(kind))
        .filter(Column::State.eq(State::Active.code()))
        .filter(Column::HandlingState.is_not_in(HandlingState::SETTLED.map(HandlingState::code)))
}
