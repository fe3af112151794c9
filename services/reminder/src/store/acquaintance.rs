//! What is known of customers where it is about contact with them: out of what the feeds of the customer service and the interaction
//! service told.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use clock::Instant;
use customers::CustomerState;
use customers::entity::customer;
use database::{Database, Row, Table, WriteTransaction};
use expression::{Field, Kind, Schema};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Query;
use uuid::Uuid;

use super::entity::acquaintance::{Column, Entity, Model};
use super::entity::quiet_customer;
use super::interaction;
use crate::domain::acquaintance::Acquaintance;
use crate::error::Error;

static ACQUAINTANCE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// What a revision of a customer says.
#[derive(Clone, Debug)]
pub struct Told {
    /// The tenant.
    pub tenant: String,
    /// The customer.
    pub customer: Uuid,
    /// Its revision.
    pub revision: i64,
    /// When the record was created.
    pub create_time: Instant,
    /// The codes of its tags.
    pub tags: Vec<String>,
}

/// The fields of a customer that a rule asks for. They are asked in memory alone.
pub fn schema() -> Schema {
    let code = || Kind::code(std::iter::empty::<String>());
    let tags = Field::rows("tags", code(), "fact", Query::select().take(), Column::Tags.as_column_ref());
    Schema::new([
        Field::column("stage", code(), "fact", customer::Column::Stage.as_column_ref()),
        Field::column("level", code(), "fact", customer::Column::Level.as_column_ref()),
        Field::column("owner", Kind::Id, "fact", customer::Column::Owner.as_column_ref()),
        tags,
        Field::column(
            "last_interaction_time",
            Kind::Instant,
            "fact",
            quiet_customer::Column::LastContactTime.as_column_ref(),
        ),
        Field::column("create_time", Kind::Instant, "fact", Column::CreateTime.as_column_ref()),
    ])
}

/// Keeps what was told.
///
/// # Errors
/// Those of the database.
pub async fn keep(transaction: &mut WriteTransaction, told: &[Told]) -> Result<(), database::Error> {
    let unwritten = |error: serde_json::Error| database::Error::Statement(error.to_string());
    let row = |told: &Told| {
        Row::of(&Model {
            tenant_id: told.tenant.clone(),
            customer_id: told.customer,
            revision: told.revision,
            create_time: told.create_time.as_micros(),
            tags: serde_json::to_string(&told.tags).map_err(unwritten)?,
        })
    };
    transaction.put_newer(&ACQUAINTANCE, told.iter().map(row).collect::<Result<_, _>>()?).await
}

/// What is known of customers of a tenant whose lost stages these are; `settled` says of each from when on all is believed to be known.
///
/// # Errors
/// Those of the database; [`Error::Fault`] when a row is malformed.
pub async fn find_many(
    database: &Database,
    tenant: &str,
    customers: &[Uuid],
    lost_stages: &HashSet<String>,
    settled: impl Fn(Uuid) -> Instant,
) -> Result<Vec<Acquaintance>, Error> {
    let ids = || customers.iter().map(|id| (*id).into()).collect();
    let beginning = &[(Column::TenantId, tenant.into())];
    let rows = database.find_each::<Entity>(beginning, Column::CustomerId, ids()).await?;
    let told: HashMap<Uuid, Model> = rows.into_iter().map(|row| (row.customer_id, row)).collect();
    let beginning = &[(customer::Column::TenantId, tenant.into())];
    let rows = database.find_each::<customer::Entity>(beginning, customer::Column::CustomerId, ids()).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(told) = told.get(&row.customer_id) else { continue };
        found.push(Acquaintance {
            customer: row.customer_id,
            revision: row.revision,
            active: row.state == CustomerState::Active.code(),
            lost: lost_stages.contains(&row.stage),
            stage: row.stage,
            level: row.level,
            owner: row.owner,
            tags: serde_json::from_str(&told.tags)?,
            create_time: Instant::from_micros(told.create_time),
            last_interaction: interaction::last(database, tenant, row.customer_id).await?,
            settled: settled(row.customer_id),
        });
    }
    Ok(found)
}

/// Forgets all.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), database::Error> {
    transaction.execute("DELETE FROM acquaintance", Vec::new()).await?;
    Ok(())
}
