//! The scores of customers.

use sea_orm::entity::prelude::*;

/// The scores of a customer. Amounts and probabilities are millionths.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "customer_score")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The computation; ids sort by time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub computation: Uuid,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// The number of the day of the first purchase.
    pub first_day: i64,
    /// The number of the day of the last purchase.
    pub last_day: i64,
    /// Days since then.
    pub recency_days: i64,
    /// How many purchases there were.
    pub frequency: i64,
    /// What they come to.
    pub monetary: i64,
    /// Days between two days of purchase.
    pub cycle_days: Option<i64>,
    /// From 1, those who bought longest ago.
    pub recency_score: i64,
    /// From 1, those who bought most rarely.
    pub frequency_score: i64,
    /// From 1, those who spent least.
    pub monetary_score: i64,
    /// The probability that it is still a customer.
    pub alive: Option<i64>,
    /// How many days of purchase are expected.
    pub expected_purchases: Option<i64>,
    /// What is expected to be spent on one.
    pub expected_spend: Option<i64>,
    /// What it will bring.
    pub lifetime_value: Option<i64>,
    /// The probability that it buys again.
    pub repurchase: Option<i64>,
    /// The probability that it does not.
    pub churn: Option<i64>,
    /// What sets it apart, in JSON.
    pub reasons: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
