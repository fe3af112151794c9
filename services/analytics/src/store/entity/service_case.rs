//! Complaints and service cases, as they were told last.

use sea_orm::entity::prelude::*;

/// The kind of complaints.
pub const COMPLAINT: &str = "complaint";
/// The kind of service cases.
pub const SERVICE_CASE: &str = "service_case";

/// A complaint or a service case.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "service_case")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The record; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
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
    /// [`COMPLAINT`] or [`SERVICE_CASE`].
    pub kind: String,
    /// What it is about.
    pub product: Option<String>,
    /// How much it presses.
    pub priority: String,
    /// Who handles it.
    pub assignee: Option<Uuid>,
    /// When it must be settled.
    pub due_time: Option<i64>,
    /// When it was.
    pub resolve_time: Option<i64>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
