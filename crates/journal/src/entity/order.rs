//! The order of the entries: dense within a partition, chained.

use sea_orm::entity::prelude::*;

/// The place of an entry.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "journal_order")]
pub struct Model {
    /// The partition.
    #[sea_orm(primary_key, auto_increment = false)]
    pub partition: i64,
    /// From 1, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sequence: i64,
    /// The entry.
    pub position: i64,
    /// SHA-256 of the hash before, the position and the digest of the entry.
    pub hash: Vec<u8>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
