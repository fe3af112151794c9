//! The stays of customers in stages.

use sea_orm::entity::prelude::*;

/// A stay.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "stage_stay")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// When the stage was entered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub enter_time: i64,
    /// The number of that day in the tenant's zone.
    pub enter_day: i64,
    /// The code of the stage.
    pub stage: String,
    /// The code of the reason with which it was entered.
    pub reason: Option<String>,
    /// When it was left; none while the stay lasts.
    pub leave_time: Option<i64>,
    /// The number of that day.
    pub leave_day: Option<i64>,
    /// The code of the stage that followed.
    pub next_stage: Option<String>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
