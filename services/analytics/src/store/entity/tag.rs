//! Tags of which something was told.

use sea_orm::entity::prelude::*;

/// A tag, and which one stands for it.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "tag")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
    /// The revision that was told last.
    pub revision: i64,
    /// The code of the tag into which it was merged.
    pub merged_into: Option<String>,
    /// The code of the tag that stands for it in the end; its own where none does.
    pub standing_tag: String,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
