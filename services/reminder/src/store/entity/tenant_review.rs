//! Tenants whose customers are all to be looked at.

use sea_orm::entity::prelude::*;

/// That a revision of a record says something of all customers of a tenant.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "tenant_review")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
    /// Its revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision: i64,
    /// The last customer that is noted already.
    pub after_customer: Uuid,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
