//! The table of teams.

use std::collections::HashMap;
use std::sync::LazyLock;

use database::{Database, Table};
use journal::StateTable;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::entity::team::{Column, Entity};
use crate::domain::staff::TeamFacts;
use crate::error::Error;

/// The kind of a team's entries.
pub const KIND: &str = "team";

/// The table, as the journal writes it.
pub static TEAM: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "team_id" });

/// For each team that belongs to another, that one.
///
/// # Errors
/// Those of the database.
pub async fn parents(database: &Database, tenant: &str) -> Result<HashMap<Uuid, Uuid>, Error> {
    let rows = Entity::find().filter(Column::TenantId.eq(tenant)).all(database.reader()).await?;
    let parents = rows.into_iter().map(|row| {
        let facts: TeamFacts = serde_json::from_str(&row.facts)?;
        Ok(facts.parent.map(|parent| (row.team_id, parent)))
    });
    parents.filter_map(Result::transpose).collect()
}
