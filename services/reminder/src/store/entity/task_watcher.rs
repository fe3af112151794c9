//! Who is told of a task beside the one who has to do it.

use sea_orm::entity::prelude::*;

/// A member of staff who watches a task.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "task_watcher")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The member of staff.
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff_id: Uuid,
    /// The task.
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: Uuid,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
