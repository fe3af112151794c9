//! What the scores of tenants rest on.

use sea_orm::entity::prelude::*;

/// What the scores of a tenant rest on, as they are answered.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "score_model")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The computation whose scores are answered; ids sort by time.
    pub computation: Uuid,
    /// The currency of their amounts.
    pub currency: String,
    /// A `ScoreModel` of the contract.
    pub model: Vec<u8>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
