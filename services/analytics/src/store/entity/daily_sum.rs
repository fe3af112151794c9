//! What customers and what happened with them add up to, day by day.

use sea_orm::entity::prelude::*;

/// A sum. The id of all zeros stands for no owner and for no team.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "daily_sum")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// What is counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: String,
    /// By what it is told apart; empty for what all add up to.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dimension: String,
    /// The value of the dimension.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    /// The currency of money; empty for what is none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub currency: String,
    /// The number of the day; 0 of what has none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i64,
    /// The owner of the customers.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: Uuid,
    /// Their team.
    #[sea_orm(primary_key, auto_increment = false)]
    pub team: Uuid,
    /// How many there are; never 0.
    pub count: i64,
    /// The whole ones of all amounts.
    pub whole: i64,
    /// The millionths that each has beyond.
    pub millionths: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
