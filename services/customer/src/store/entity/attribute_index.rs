//! What the filterable fields of a tenant's own say of its customers.

use sea_orm::entity::prelude::*;

/// A value, or one of several choices.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "attribute_index")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// What the field is known by.
    #[sea_orm(primary_key, auto_increment = false)]
    pub field_id: String,
    /// The place of a choice among several, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item: i64,
    /// A text, a code, an id, `true` or `false`, a day as `2026-01-31`.
    pub text_value: Option<String>,
    /// A number in millionths.
    pub number_value: Option<i64>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
