//! What the live records of a customer add up to, kind by kind. Whatever changes a record changes it in the same transaction.

use sea_orm::entity::prelude::*;

/// A kind of a customer's records.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "timeline_count")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// The kind.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// How many there are.
    pub records: i64,
    /// How many are handled and neither resolved nor closed.
    pub unsettled: i64,
    /// How many have a rating.
    pub ratings: i64,
    /// What the ratings come to.
    pub points: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
