//! Tenants, as the feed of the customer service tells.

use sea_orm::entity::prelude::*;

/// What holds for a tenant.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "tenant")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The revision that was told last.
    pub revision: i64,
    /// Its time zones, in JSON.
    pub zones: String,
    /// Its working days, in JSON.
    pub working_days: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
