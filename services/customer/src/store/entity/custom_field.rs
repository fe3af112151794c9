//! The definitions of fields that tenants wrote, as they are now.

use sea_orm::entity::prelude::*;

/// The definition of a field.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "custom_field")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The id of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub custom_field_id: Uuid,
    /// The present revision.
    pub revision: i64,
    /// When it was recorded.
    pub update_time: i64,
    /// The form of `facts` and `sealed`.
    pub schema: i64,
    /// What names no person, in JSON.
    pub facts: String,
    /// The personal part, encrypted; empty when there is none.
    pub sealed: Vec<u8>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
