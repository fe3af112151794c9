//! Transactions, as they were told last.

use sea_orm::entity::prelude::*;

/// A transaction. Amounts are millionths.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "sale")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The transaction; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sale_id: Uuid,
    /// The revision that was told last.
    pub revision: i64,
    /// The customer.
    pub customer_id: Uuid,
    /// When it took place.
    pub time: i64,
    /// The number of that day in the tenant's zone.
    pub day: i64,
    /// Who recorded it.
    pub author: Option<Uuid>,
    /// 1 when it was deleted, 0 else.
    pub deleted: i64,
    /// ISO 4217.
    pub currency: String,
    /// The sum of the lines.
    pub total: i64,
    /// What was paid back.
    pub refunded: i64,
    /// How it was paid.
    pub payment_method: Option<String>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
