//! Counters of what must not be done too often.

use sea_orm::entity::prelude::*;

/// A counter.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "journal_limit")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// What is limited.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Whose limit it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    /// The writes that were made under it; 0 where rows are counted.
    pub count: i64,
    /// When it was last touched.
    pub count_time: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
