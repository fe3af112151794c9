//! What stands for an entry in the chain.

use aws_lc_rs::digest::{Context, SHA256};

use crate::entity::journal::Model;

/// SHA-256 of a salt and a body.
pub(crate) fn body_hash(salt: &[u8], body: &[u8]) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    context.update(salt);
    context.update(body);
    context.finish().as_ref().to_vec()
}

/// The digest of an entry: everything about it but its position, its bodies by their hashes. Each field is preceded by its length,
/// so that no two entries read alike.
pub(crate) fn entry_digest(entry: &Model) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    let mut field = |bytes: &[u8]| {
        context.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(bytes);
    };
    field(&entry.partition.to_be_bytes());
    field(entry.tenant_id.as_bytes());
    field(entry.customer_id.as_bytes());
    field(entry.subject_id.as_bytes());
    field(entry.entity_kind.as_bytes());
    field(entry.entity_id.as_bytes());
    field(&entry.revision.to_be_bytes());
    field(entry.change_kind.as_bytes());
    field(&entry.schema.to_be_bytes());
    field(entry.cause_kind.as_bytes());
    field(entry.cause_id.as_bytes());
    field(entry.actor.as_bytes());
    field(&entry.record_time.to_be_bytes());
    field(entry.request_id.as_bytes());
    field(&entry.trace);
    field(&entry.facts_hash);
    field(&entry.sealed_hash);
    context.finish().as_ref().to_vec()
}

/// The next hash of a chain.
pub(crate) fn chain_hash(before: &[u8], position: i64, digest: &[u8]) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    context.update(before);
    context.update(&position.to_be_bytes());
    context.update(digest);
    context.finish().as_ref().to_vec()
}
