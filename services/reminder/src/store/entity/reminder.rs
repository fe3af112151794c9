//! Reminders as they are now.

use sea_orm::entity::prelude::*;

/// A reminder.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The reminder; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub reminder_id: Uuid,
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
    /// Who gets its tasks.
    pub assignee: Option<Uuid>,
    /// active, ended, deleted or erased.
    pub state: String,
    /// The day of the customer that it follows.
    pub important_date_id: Option<Uuid>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
