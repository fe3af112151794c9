//! Request ids that were answered, kept for seven days.

use sea_orm::entity::prelude::*;

/// A request that was answered.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "journal_request")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// Who asked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub principal: String,
    /// By which id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: Uuid,
    /// A keyed hash of what was asked.
    pub fingerprint: Vec<u8>,
    /// The kind of the record that was the answer.
    pub entity_kind: String,
    /// The record.
    pub entity_id: Uuid,
    /// Its revision then.
    pub revision: i64,
    /// When it was asked.
    pub request_time: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
