//! The keys that stand for external ids of transactions, of which a tenant has one each.

use journal::UniqueKey;
use keyring::TenantKey;

use crate::domain::transaction::ExternalId;

/// The kind of these keys.
const KIND: &str = "transaction_external_id";
/// Bytes of the keyed hash that stands for an external id.
const BYTES: usize = 16;

/// The key that an external id stands for: a keyed hash, for the id may say something of a person.
pub fn key(keys: &TenantKey, id: &ExternalId) -> UniqueKey {
    let digest = keys.digest(KIND, format!("{}\n{}", id.source, id.id).as_bytes());
    UniqueKey { kind: KIND, value: digest.into_iter().take(BYTES).collect() }
}
