//! Segments as they are now.

use sea_orm::entity::prelude::*;

/// A segment.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "segment")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The segment; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub segment_id: Uuid,
    /// The present revision.
    pub revision: i64,
    /// When it was recorded.
    pub update_time: i64,
    /// The form of `facts`.
    pub schema: i64,
    /// What it is, in JSON.
    pub facts: String,
    /// Empty: nothing of it is personal.
    pub sealed: Vec<u8>,
    /// active or deleted.
    pub state: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
