//! The table of definitions of fields.

use std::sync::LazyLock;

use database::{Database, Table};
use journal::{RecordChange, StateTable, UniqueKey};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::attribute_build;
use super::entity::custom_field::{Column, Entity};
use super::tenant_record::{Columns, TenantRecord};
use crate::domain::custom_field::{CustomField, CustomFields, SCHEMA};
use crate::error::Error;

/// The kind of a definition's entries.
pub const KIND: &str = "custom_field";
/// The kind of the keys that number the changes of a tenant's definitions.
const CHANGE_KEY: &str = "custom_field_change";

/// The table, as the journal writes it.
pub static CUSTOM_FIELD: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "custom_field_id" });

/// All fields of a tenant.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn all(database: &Database, tenant: &str) -> Result<CustomFields, Error> {
    let rows =
        Entity::find().filter(Column::TenantId.eq(tenant)).into_tuple::<Columns>().all(database.reader()).await?;
    let fields: Result<_, Error> = rows.into_iter().map(|row| open(&row.into())).collect();
    Ok(CustomFields::new(fields?))
}

/// The definition in a record.
///
/// # Errors
/// [`Error::SchemaNewer`]; [`Error::Fault`] when it is malformed.
pub fn open(record: &TenantRecord) -> Result<CustomField, Error> {
    let facts = record.facts(SCHEMA)?;
    Ok(CustomField { id: record.id, revision: record.revision, update_time: record.update_time, facts })
}

/// The change that takes a definition from the revision before to `field`, with what is to be indexed by it.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(
    tenant: &str,
    before: Option<&CustomField>,
    field: &CustomField,
    salt: [u8; 16],
) -> Result<RecordChange, Error> {
    let record = TenantRecord {
        id: field.id,
        revision: field.revision,
        update_time: field.update_time,
        schema: SCHEMA,
        facts: serde_json::to_string(&field.facts)?,
        sealed: Vec::new(),
    };
    let index_rows = attribute_build::change(tenant, before, field)?;
    Ok(RecordChange { index_rows, ..record.change(tenant, &CUSTOM_FIELD, salt) })
}

/// The key that the next change of a definition claims, when the definitions are `fields`. Changes are numbered, so of those that were
/// decided on the same definitions one is written, and the others are refused: what was decided on all of them holds.
pub fn next_change_key(fields: &CustomFields) -> UniqueKey {
    let changes: i64 = fields.all().iter().map(|field| field.revision).sum();
    UniqueKey { kind: CHANGE_KEY, value: (changes + 1).to_be_bytes().to_vec() }
}
