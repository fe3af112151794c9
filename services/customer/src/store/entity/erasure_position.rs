//! How far the ledger's erasures were carried out in these records; restored with them, so that a replay begins early enough.

use sea_orm::entity::prelude::*;

/// A position in the ledger.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "erasure_position")]
pub struct Model {
    /// Always the name of the service.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Erasures up to this were carried out.
    pub position: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
