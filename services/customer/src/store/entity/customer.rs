//! Customers as they are now.

use sea_orm::entity::prelude::*;

/// A customer: the record itself in `facts` and `sealed`, beside it what is filtered and sorted by.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
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
    /// The number.
    pub customer_number: String,
    /// individual, enterprise or institution.
    pub kind: String,
    /// active, deleted or erased.
    pub state: String,
    /// The code of the stage.
    pub stage: String,
    /// When the stage was entered.
    pub stage_time: i64,
    /// The code of the reason given with the stage.
    pub stage_reason: Option<String>,
    /// The code of the level.
    pub level: Option<String>,
    /// The code of the industry.
    pub industry: Option<String>,
    /// The code of the source.
    pub source: Option<String>,
    /// Who is responsible; none in the pool.
    pub owner: Option<Uuid>,
    /// The owner's team.
    pub team: Option<Uuid>,
    /// When we first had to do with the customer.
    pub first_contact_time: Option<i64>,
    /// When the record was created.
    pub create_time: i64,
    /// When it was deleted.
    pub delete_time: Option<i64>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
