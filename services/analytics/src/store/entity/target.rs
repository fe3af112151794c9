//! Targets as they are now.

use sea_orm::entity::prelude::*;

/// A target.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "target")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The target; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub target_id: Uuid,
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
    /// The person; none for the team itself.
    pub staff: Option<Uuid>,
    /// The team.
    pub team: Option<Uuid>,
    /// What is to be reached, by the name of its measure.
    pub measure: String,
    /// The currency of money; empty for what is none.
    pub currency: String,
    /// The number of the first day of the month.
    pub month: i64,
    /// How much, in millionths; 0 for nothing.
    pub value: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
