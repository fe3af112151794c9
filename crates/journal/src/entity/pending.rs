//! Entries that have no place in the order yet.

use sea_orm::entity::prelude::*;

/// An entry without a sequence.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "journal_pending")]
pub struct Model {
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// Its partition.
    pub partition: i64,
    /// Its digest.
    pub digest: Vec<u8>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
