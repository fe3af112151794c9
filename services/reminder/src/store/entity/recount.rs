//! Tenants of which not everything is counted by the present zone and working days yet.

use sea_orm::entity::prelude::*;

/// A tenant whose zone or working days may have changed.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "recount")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The revision that told of it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision: i64,
    /// How many times not everything could be counted.
    pub failure_count: i64,
    /// When it is seen to. Microseconds.
    pub next_attempt_time: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
