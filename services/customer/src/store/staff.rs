//! The table of staff.

use std::sync::LazyLock;

use database::{Database, Table};
use journal::entity::unique_key;
use journal::{StateTable, UniqueKey};
use keyring::TenantKey;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::entity::staff::{Column, Entity, Model};
use crate::domain::staff::{SCHEMA, StaffFacts};
use crate::error::Error;

/// The kind of a member of staff's entries.
pub const KIND: &str = "staff";
/// The kind of the keys that stand for issuer and subject.
pub const SUBJECT_KEY: &str = "staff_subject";

/// The table, as the journal writes it.
pub static STAFF: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "staff_id" });

/// The key that issuer and subject stand for: a keyed hash, for the subject may be somebody's address.
pub fn subject_key(keys: &TenantKey, issuer: &str, subject: &str) -> UniqueKey {
    let text = format!("{issuer}\n{subject}");
    UniqueKey { kind: SUBJECT_KEY, value: keys.digest(SUBJECT_KEY, text.as_bytes()).to_vec() }
}

/// What names no person of a member of staff, and the row.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<(StaffFacts, Model)>, Error> {
    let row = Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?;
    row.map(|row| Ok((facts(&row)?, row))).transpose()
}

/// The member of staff with this issuer and subject.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn find_by_subject(
    database: &Database,
    tenant: &str,
    key: UniqueKey,
) -> Result<Option<(Uuid, StaffFacts)>, Error> {
    let holder = unique_key::Entity::find()
        .select_only()
        .column(unique_key::Column::EntityId)
        .filter(unique_key::Column::TenantId.eq(tenant))
        .filter(unique_key::Column::Kind.eq(key.kind))
        .filter(unique_key::Column::Value.eq(key.value));
    let row = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::StaffId.in_subquery(holder.into_query()))
        .one(database.reader())
        .await?;
    row.map(|row| Ok((row.staff_id, facts(&row)?))).transpose()
}

fn facts(row: &Model) -> Result<StaffFacts, Error> {
    if row.schema > SCHEMA {
        return Err(Error::SchemaNewer);
    }
    Ok(serde_json::from_str(&row.facts)?)
}
