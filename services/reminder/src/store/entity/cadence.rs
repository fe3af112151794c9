//! Cadences as they are now.

use sea_orm::entity::prelude::*;

/// One of them.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "cadence")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub cadence_id: Uuid,
    /// The present revision.
    pub revision: i64,
    /// When it was recorded.
    pub update_time: i64,
    /// The form of `facts`.
    pub schema: i64,
    /// All that there is, in JSON.
    pub facts: String,
    /// Nothing: it names no person.
    pub sealed: Vec<u8>,
    /// active or deleted.
    pub state: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
