//! Table `access_record`: which records an entry names, clustered by record.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "access_record")]
pub(super) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: Uuid,
    pub actor: String,
}

#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub(super) enum Relation {
    #[sea_orm(
        belongs_to = "super::access_entry::Entity",
        from = "(Column::TenantId, Column::Actor, Column::EntryId)",
        to = "(super::access_entry::Column::TenantId, super::access_entry::Column::Actor, super::access_entry::Column::EntryId)"
    )]
    Entry,
}

impl Related<super::access_entry::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Entry.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
