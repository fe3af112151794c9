//! The companies of contact persons as they are now.

use sea_orm::entity::prelude::*;

/// A link of a contact person to a company, as the record has it.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "contact_person_company")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The contact person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contact_person_id: Uuid,
    /// The company.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// The part played when the company decides.
    pub role: Option<String>,
    /// The first day there.
    pub since: Option<String>,
    /// The last day there.
    pub until: Option<String>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
