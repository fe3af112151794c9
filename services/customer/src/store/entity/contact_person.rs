//! Contact persons as they are now.

use sea_orm::entity::prelude::*;

/// A contact person: the record itself in `facts` and `sealed`, beside it what is filtered and sorted by.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "contact_person")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The contact person; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contact_person_id: Uuid,
    /// The present revision.
    pub revision: i64,
    /// When it was recorded.
    pub update_time: i64,
    /// The form of `facts` and `sealed`.
    pub schema: i64,
    /// What names no person, in JSON.
    pub facts: String,
    /// The personal part, encrypted.
    pub sealed: Vec<u8>,
    /// active, deleted or erased.
    pub state: String,
    /// When the record was created.
    pub create_time: i64,
    /// When it was deleted.
    pub delete_time: Option<i64>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
