//! Interactions, as their feed tells.

use sea_orm::entity::prelude::*;

/// When an interaction began.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "interaction")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The interaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub interaction_id: Uuid,
    /// The revision that was told last.
    pub revision: i64,
    /// The customer.
    pub customer_id: Uuid,
    /// When it began; none when it is not live.
    pub start_time: Option<i64>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
