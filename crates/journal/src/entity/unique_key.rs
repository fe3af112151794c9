//! Keys of which a tenant has one each.

use sea_orm::entity::prelude::*;

/// A key and who has it.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "journal_unique_key")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The kind of the key, such as `customer_number`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The key, or a keyed hash of it where it says something of a person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: Vec<u8>,
    /// The record that has it.
    pub entity_id: Uuid,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
