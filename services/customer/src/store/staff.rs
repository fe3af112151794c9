//! The table of staff.

use std::sync::LazyLock;

use database::{Database, Table};
use journal::entity::unique_key;
use journal::{RecordChange, StateTable, UniqueKey};
use keyring::{Context, KeySlot, Keyring, SubjectKey, TenantKey};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::entity::staff::{Column, Entity};
use super::tenant_record::{Columns, TenantRecord};
use crate::domain::staff::{SCHEMA, Staff, StaffFacts, StaffPersonal};
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

/// A member of staff, sealed.
///
/// # Errors
/// Those of the database.
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<TenantRecord>, Error> {
    let row = Entity::find_by_id((tenant.to_owned(), id)).into_tuple::<Columns>().one(database.reader()).await?;
    Ok(row.map(TenantRecord::from))
}

/// The member of staff with this issuer and subject, sealed.
///
/// # Errors
/// Those of the database.
pub async fn find_by_subject(database: &Database, tenant: &str, key: UniqueKey) -> Result<Option<TenantRecord>, Error> {
    let holder = unique_key::Entity::find()
        .select_only()
        .column(unique_key::Column::EntityId)
        .filter(unique_key::Column::TenantId.eq(tenant))
        .filter(unique_key::Column::Kind.eq(key.kind))
        .filter(unique_key::Column::Value.eq(key.value));
    let row = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::StaffId.in_subquery(holder.into_query()))
        .into_tuple::<Columns>()
        .one(database.reader())
        .await?;
    Ok(row.map(TenantRecord::from))
}

/// At most `limit` members of staff by id, from after the id `after` on, sealed.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<TenantRecord>, Error> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::StaffId.gt(after.unwrap_or_default()))
        .order_by_asc(Column::StaffId)
        .limit(u64::try_from(limit).unwrap_or(u64::MAX))
        .into_tuple::<Columns>()
        .all(database.reader())
        .await?;
    Ok(rows.into_iter().map(TenantRecord::from).collect())
}

/// What names no person of a member of staff.
///
/// # Errors
/// [`Error::SchemaNewer`]; [`Error::Fault`] when the record is malformed.
pub fn facts(record: &TenantRecord) -> Result<StaffFacts, Error> {
    record.facts(SCHEMA)
}

/// The member of staff in a record.
///
/// # Errors
/// As [`facts`]; [`Error::Fault`] when it does not open.
pub async fn open(keyring: &Keyring, tenant: &str, record: &TenantRecord) -> Result<Staff, Error> {
    let TenantRecord { id, revision, update_time, .. } = *record;
    let facts = facts(record)?;
    let key = keyring.key(KeySlot::of_sealed(&record.sealed)?).await?;
    let personal = key.open(&context(tenant, id, revision), &record.sealed)?;
    Ok(Staff { id, revision, update_time, facts, personal: serde_json::from_slice::<StaffPersonal>(&personal)? })
}

/// The change that makes a member of staff's record say `staff`, sealed under its key.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON or sealed.
pub fn change(tenant: &str, staff: &Staff, key: &SubjectKey, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let Staff { id, revision, update_time, .. } = *staff;
    let facts = serde_json::to_string(&staff.facts)?;
    let sealed = key.seal(&context(tenant, id, revision), &serde_json::to_vec(&staff.personal)?)?;
    let record = TenantRecord { id, revision, update_time, schema: SCHEMA, facts, sealed };
    Ok(record.change(tenant, &STAFF, salt))
}

/// What the ciphertext of a member of staff is bound to: elsewhere it does not open.
fn context(tenant: &str, id: Uuid, revision: i64) -> Context<'_> {
    Context { tenant, service: crate::NAME, entity_kind: KIND, entity_id: id, revision, subject: id }
}
