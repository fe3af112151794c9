//! The lines of transactions.

use sea_orm::entity::prelude::*;

/// A line.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "sale_line")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The transaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sale_id: Uuid,
    /// The number of the line, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i64,
    /// What was bought.
    pub product: String,
    /// How much of it, in millionths.
    pub quantity: i64,
    /// What it cost, in millionths.
    pub amount: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
