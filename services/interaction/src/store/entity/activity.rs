//! What has happened with customers, as it is now: records of all kinds in one table, so that one index makes one timeline.

use sea_orm::entity::prelude::*;

/// A record: the record itself in `facts` and `sealed`, beside it what is filtered and sorted by.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The record; ids sort by time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub activity_id: Uuid,
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
    /// The kind of the record.
    pub kind: String,
    /// The customer.
    pub customer_id: Uuid,
    /// active, deleted or erased.
    pub state: String,
    /// When it took place.
    pub occur_time: i64,
    /// The member of staff who recorded it.
    pub author: Option<Uuid>,
    /// When the record was created.
    pub create_time: i64,
    /// When it was deleted.
    pub delete_time: Option<i64>,
    /// The way.
    pub channel: Option<String>,
    /// Who began an interaction.
    pub direction: Option<String>,
    /// When something is due.
    pub due_time: Option<i64>,
    /// How satisfied the customer is.
    pub rating: Option<i64>,
    /// How far it is handled.
    pub handling_state: Option<String>,
    /// How much it presses.
    pub priority: Option<String>,
    /// The member of staff who handles it.
    pub assignee: Option<Uuid>,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
