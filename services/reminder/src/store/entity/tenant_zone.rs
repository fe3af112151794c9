//! The time zones of tenants, as the feed of the customer service tells.

use sea_orm::entity::prelude::*;

/// The zones of a tenant.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "tenant_zone")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The revision that was told last.
    pub revision: i64,
    /// The zones, each from a day on, in JSON.
    pub zones: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
