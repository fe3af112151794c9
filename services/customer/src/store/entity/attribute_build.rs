//! How far the customers that were there are indexed by fields that became filterable.

use sea_orm::entity::prelude::*;

/// The indexing of a tenant's customers by one field.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "attribute_build")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The id of the definition's record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub custom_field_id: Uuid,
    /// From when on it can begin: since then every process indexes what it writes.
    pub begin_time: i64,
    /// The last customer that was indexed; nil before the first.
    pub after_customer: Uuid,
    /// How many were indexed.
    pub indexed_count: i64,
    /// How many there were to index.
    pub customer_count: i64,
    /// 1 when all are, 0 before.
    pub ready: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
