//! What waits for its time.

use sea_orm::entity::prelude::*;

/// The next occurrence of a reminder, or the next notice of a task.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "waiting")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The reminder or the task.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entity_id: Uuid,
    /// reminder or task.
    pub entity_kind: String,
    /// The part of the clock that sees to it.
    pub part: i64,
    /// When it is due.
    pub due_time: i64,
    /// How many times it could not be fired.
    pub failure_count: i64,
    /// When it is fired: when it is due, later after a failure.
    pub next_attempt_time: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
