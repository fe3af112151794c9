//! Which customers carry which tags, and did.

use sea_orm::entity::prelude::*;

/// A tag that a customer carries, or did.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "customer_tag")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// The code with which the tag was added.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
    /// When it was last added.
    pub add_time: i64,
    /// When it was removed; none while it is carried.
    pub remove_time: Option<i64>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
