//! Customers, as their feed tells.

use sea_orm::entity::prelude::*;

/// A customer.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// The revision that was told last.
    pub revision: i64,
    /// The number.
    pub customer_number: String,
    /// active, archived, deleted or erased.
    pub state: String,
    /// The code of the stage.
    pub stage: String,
    /// The code of the level; empty without one.
    pub level: String,
    /// Who is responsible; none in the pool.
    pub owner: Option<Uuid>,
    /// The owner's team.
    pub team: Option<Uuid>,
    /// Who works on it beside the owner, in JSON.
    pub collaborators: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
