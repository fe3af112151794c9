//! Table `access_entry`: who did what, clustered by who.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "access_entry")]
pub(super) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: Uuid,
    pub entry_time: i64,
    pub act: String,
    pub entity_kind: String,
    pub record_count: i64,
    pub classes: i64,
    pub trace_id: Option<String>,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub(super) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
