//! Which part of the order an entry belongs to.

use aws_lc_rs::digest::{SHA256, digest};
use uuid::Uuid;

/// The number of parts into which the order is divided, the same in all services and for ever.
pub const PARTITIONS: i64 = 16;

/// The partition of a customer's records, by the low bits of its random id; of a tenant-wide record (nil customer) by the
/// tenant's name.
pub fn partition_of(tenant: &str, customer: Uuid) -> i64 {
    let last = if customer.is_nil() {
        digest(&SHA256, tenant.as_bytes()).as_ref().last().copied()
    } else {
        customer.as_bytes().last().copied()
    };
    i64::from(last.unwrap_or_default()) % PARTITIONS
}
