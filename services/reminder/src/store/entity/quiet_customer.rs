//! Live customers by their last contact, and when to look at them again.

use sea_orm::entity::prelude::*;

/// A customer.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "quiet_customer")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// When the last contact was.
    pub last_contact_time: i64,
    /// From when on it is believed that all its interactions are known.
    pub settled_time: i64,
    /// When to look at it if nothing happens before.
    pub next_look_time: Option<i64>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
