//! Blocks of serials that processes took for customer numbers.

use sea_orm::entity::prelude::*;

/// A block of serials of one date.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "number_block")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The local date as it stands in a number: `20240520`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub date: String,
    /// The first serial.
    #[sea_orm(primary_key, auto_increment = false)]
    pub first_serial: i64,
    /// The last serial.
    pub last_serial: i64,
    /// Serials up to this were passed over, because numbers up to it had been brought from elsewhere; 0 for none.
    pub passed_over: i64,
    /// When it was taken.
    pub take_time: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
