//! Customers, as they were told last.

use sea_orm::entity::prelude::*;

/// A customer.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The customer; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: Uuid,
    /// The revision that was told last.
    pub revision: i64,
    /// individual, enterprise or institution.
    pub kind: String,
    /// active, archived, deleted, erased or purged.
    pub state: String,
    /// The code of the stage.
    pub stage: String,
    /// When it was entered.
    pub stage_time: i64,
    /// The code of the level.
    pub level: Option<String>,
    /// The code of the industry.
    pub industry: Option<String>,
    /// The code of the source.
    pub source: Option<String>,
    /// Country, or province of CN.
    pub region: Option<String>,
    /// Who is responsible; none in the pool.
    pub owner: Option<Uuid>,
    /// The owner's team.
    pub team: Option<Uuid>,
    /// When the record was created.
    pub create_time: i64,
    /// The number of that day in the tenant's zone.
    pub create_day: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
