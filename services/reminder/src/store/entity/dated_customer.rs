//! Customers whose important dates are not seen to yet.

use sea_orm::entity::prelude::*;

/// What a revision of a customer says of its important dates.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "dated_customer")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// Its revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision: i64,
    /// How many dates it has.
    pub date_count: i64,
    /// How many times it could not be seen to.
    pub failure_count: i64,
    /// When it is seen to.
    pub next_attempt_time: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
