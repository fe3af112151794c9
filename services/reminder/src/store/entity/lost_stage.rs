//! The stages of tenants that are lost ones, as the feed of the customer service tells.

use sea_orm::entity::prelude::*;

/// A stage.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "lost_stage")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// Its code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
