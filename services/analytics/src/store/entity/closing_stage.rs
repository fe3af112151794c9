//! Stages in which customers are won or lost, of which something was told.

use sea_orm::entity::prelude::*;

/// A stage.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "closing_stage")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub stage: String,
    /// won or lost, for ever.
    pub ending: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
