//! What this service makes of what others tell.

mod activity;
mod customer;
mod recount;

pub use activity::Activities;
use clock::Instant;
use contracts::feed::v1::Entry;
use conventions::time::to_instant;
use conventions::violations::Violations;
pub use customer::Customers;
use database::Error;
use prost_types::Timestamp;

/// The instant of an event; none where it is absent or malformed.
fn instant(timestamp: Option<&Timestamp>) -> Option<Instant> {
    to_instant(timestamp?, &mut Violations::default())
}

fn malformed(entry: &Entry) -> Error {
    Error::Statement(format!("the event of {} {} is malformed", entry.entity_kind, entry.entity_id))
}
