//! The end of the chain of each partition.

use sea_orm::entity::prelude::*;

/// Where a chain ends.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "journal_head")]
pub struct Model {
    /// The partition.
    #[sea_orm(primary_key, auto_increment = false)]
    pub partition: i64,
    /// The number of entries.
    pub sequence: i64,
    /// The hash of the last.
    pub hash: Vec<u8>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
