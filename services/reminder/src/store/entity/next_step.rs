//! Next steps that were told of and not seen to yet.

use sea_orm::entity::prelude::*;

/// What a revision of an interaction says of its next step.
#[derive(Clone, Debug, DeriveEntityModel, Eq, PartialEq)]
#[sea_orm(table_name = "next_step")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: String,
    /// The interaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub interaction_id: Uuid,
    /// Its revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision: i64,
    /// The customer.
    pub customer_id: Uuid,
    /// Who logged it.
    pub author: Option<Uuid>,
    /// When the step is due; none without one.
    pub due_time: Option<i64>,
    /// How many times it could not be seen to.
    pub failure_count: i64,
    /// When it is seen to.
    pub next_attempt_time: i64,
}

/// None.
#[derive(Clone, Copy, Debug, DeriveRelation, EnumIter)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
