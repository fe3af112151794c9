//! The customers of one owner.

use database::Database;
use expression::Filter;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::entity::customer::{Column, Entity, Model};
use crate::domain::customer::State;
use crate::error::Error;

/// How many customers of an owner a filter selects, erased ones left out.
///
/// # Errors
/// Those of the database.
pub async fn count(database: &Database, tenant: &str, owner: Uuid, filter: &Filter) -> Result<u64, Error> {
    Ok(owned(database, tenant, owner, filter).count(database.reader()).await?)
}

/// Those customers by id, at most `limit`, from after `after` on.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    owner: Uuid,
    filter: &Filter,
    after: Uuid,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    Ok(owned(database, tenant, owner, filter)
        .filter(Column::CustomerId.gt(after))
        .order_by_asc(Column::CustomerId)
        .limit(limit)
        .all(database.reader())
        .await?)
}

/// A customer, if a filter selects it, whoever owns it.
///
/// # Errors
/// Those of the database.
pub async fn find(database: &Database, tenant: &str, filter: &Filter, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(selected(database, tenant, filter).filter(Column::CustomerId.eq(id)).one(database.reader()).await?)
}

fn owned(database: &Database, tenant: &str, owner: Uuid, filter: &Filter) -> Select<Entity> {
    selected(database, tenant, filter).filter(Column::Owner.eq(owner))
}

fn selected(database: &Database, tenant: &str, filter: &Filter) -> Select<Entity> {
    Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::State.ne(State::Erased.code()))
        .filter(filter.condition(database.reader().get_database_backend()))
}
