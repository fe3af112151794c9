//! What the feed of the customer service tells of customers where it is about contact with them.

use sea_orm::entity::prelude::*;

/// What is told of a customer beside what the table `customer` has.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "acquaintance")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// The revision that was told last.
    pub revision: i64,
    /// When the record was created.
    pub create_time: i64,
    /// The codes of its tags, in JSON.
    pub tags: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
