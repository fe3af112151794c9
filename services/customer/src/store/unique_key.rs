//! Keys of which a tenant has one each, and who has them.

use std::collections::{BTreeSet, HashMap};

use database::Database;
use journal::UniqueKey;
use journal::entity::unique_key::{Column, Entity};
use keyring::TenantKey;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::domain::external_id::ExternalId;
use crate::error::Error;

/// The kind of the keys that stand for external ids of customers.
pub const CUSTOMER_EXTERNAL_ID: &str = "external_id";
/// The kind of the keys that stand for external ids of contact persons.
pub const PERSON_EXTERNAL_ID: &str = "contact_person_external_id";
/// Bytes of the keyed hash that stands for an external id.
const EXTERNAL_ID_BYTES: usize = 16;

/// The key of a kind that an external id stands for: a keyed hash, for the id may be somebody's phone number.
pub fn of_external_id(keys: &TenantKey, kind: &'static str, id: &ExternalId) -> UniqueKey {
    let text = format!("{}\n{}", id.source(), id.id());
    let digest = keys.digest(kind, text.as_bytes());
    UniqueKey { kind, value: digest.into_iter().take(EXTERNAL_ID_BYTES).collect() }
}

/// Who has these keys.
///
/// # Errors
/// Those of the database.
pub async fn holders(database: &Database, tenant: &str, keys: &[UniqueKey]) -> Result<HashMap<UniqueKey, Uuid>, Error> {
    let mut holders = HashMap::with_capacity(keys.len());
    let kinds: BTreeSet<_> = keys.iter().map(|key| key.kind).collect();
    for kind in kinds {
        let beginning = [(Column::TenantId, tenant.into()), (Column::Kind, kind.into())];
        let values = keys.iter().filter(|key| key.kind == kind).map(|key| key.value.clone().into()).collect();
        let found = database.find_each::<Entity>(&beginning, Column::Value, values).await?;
        holders.extend(found.into_iter().map(|key| (UniqueKey { kind, value: key.value }, key.entity_id)));
    }
    Ok(holders)
}

/// The keys of some kinds that a record has, whatever of it can be read.
///
/// # Errors
/// Those of the database.
pub async fn held(
    database: &Database,
    tenant: &str,
    kinds: &[&'static str],
    id: Uuid,
) -> Result<Vec<UniqueKey>, Error> {
    let keys = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .filter(Column::EntityId.eq(id))
        .all(database.reader())
        .await?;
    let kind_of = |code: &str| kinds.iter().copied().find(|kind| *kind == code);
    Ok(keys.into_iter().filter_map(|key| Some(UniqueKey { kind: kind_of(&key.kind)?, value: key.value })).collect())
}
