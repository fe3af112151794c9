//! Deliveries as they are now.

use sea_orm::entity::prelude::*;

/// A delivery.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The delivery; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub delivery_id: Uuid,
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
    /// Where it goes.
    pub endpoint_id: Uuid,
    /// What is told of.
    pub task_id: Uuid,
    /// pending, delivered, dead, unknown or dropped.
    pub state: String,
    /// The part of the work that it belongs to.
    pub part: i64,
    /// When it is tried next.
    pub next_attempt_time: Option<i64>,
    /// When its time is over, however it fares.
    pub end_time: i64,
    /// When it was tried last.
    pub last_attempt_time: Option<i64>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
