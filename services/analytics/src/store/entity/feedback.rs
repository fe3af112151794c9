//! Feedback, as it was told last.

use sea_orm::entity::prelude::*;

/// What a customer thinks.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "feedback")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The feedback; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub feedback_id: Uuid,
    /// The revision that was told last.
    pub revision: i64,
    /// The customer.
    pub customer_id: Uuid,
    /// When it took place.
    pub time: i64,
    /// The number of that day in the tenant's zone.
    pub day: i64,
    /// Who recorded it.
    pub author: Option<Uuid>,
    /// 1 when it was deleted, 0 else.
    pub deleted: i64,
    /// The way.
    pub channel: String,
    /// How satisfied the customer is, 1 to 5.
    pub rating: Option<i64>,
    /// How likely it would recommend us, 0 to 10.
    pub recommendation: Option<i64>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
