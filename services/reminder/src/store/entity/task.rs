//! Tasks as they are now.

use sea_orm::entity::prelude::*;

/// A task.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "task")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The task; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: Uuid,
    /// The present revision.
    pub revision: i64,
    /// When it was recorded.
    pub update_time: i64,
    /// The form of `facts` and `sealed`.
    pub schema: i64,
    /// What names no person, in JSON.
    pub facts: String,
    /// The personal part, encrypted; empty once it is erased.
    pub sealed: Vec<u8>,
    /// The customer that it is about.
    pub customer_id: Option<Uuid>,
    /// The reminder that made it.
    pub reminder_id: Option<Uuid>,
    /// The interaction whose next step it is.
    pub interaction_id: Option<Uuid>,
    /// The kind of the rule by which it keeps up contact with its customer: cadence or dormancy.
    pub upkeep: Option<String>,
    /// Who has to do it.
    pub assignee: Option<Uuid>,
    /// open, completed, cancelled or erased.
    pub state: String,
    /// When it is due.
    pub due_time: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
