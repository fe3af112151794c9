//! An entry as it is sent.

use contracts::feed::v1::{Cause, ChangeKind, Entry};
use conventions::time;
use journal::Ordered;
use prost_types::Any;
use telemetry::TraceContext;

pub(crate) fn encode(ordered: Ordered, event: Option<Any>) -> Entry {
    let (cause, id) = ordered.cause;
    Entry {
        sequence: ordered.place.sequence,
        hash: ordered.place.hash,
        tenant_id: ordered.tenant,
        customer_id: if ordered.customer.is_nil() { String::new() } else { ordered.customer.to_string() },
        entity_kind: ordered.kind,
        entity_id: ordered.id.to_string(),
        revision: ordered.revision,
        change_kind: change_kind(ordered.change).into(),
        cause: Some(Cause { kind: cause, id: id.to_string() }),
        actor: ordered.actor,
        record_time: Some(time::to_timestamp(ordered.time)),
        traceparent: TraceContext::from_bytes(&ordered.trace).map(TraceContext::to_header).unwrap_or_default(),
        event,
    }
}

/// What was done to a record, as it is sent.
pub fn change_kind(change: journal::ChangeKind) -> ChangeKind {
    match change {
        journal::ChangeKind::Created => ChangeKind::Created,
        journal::ChangeKind::Updated => ChangeKind::Updated,
        journal::ChangeKind::StageChanged => ChangeKind::StageChanged,
        journal::ChangeKind::Deleted => ChangeKind::Deleted,
        journal::ChangeKind::Undeleted => ChangeKind::Undeleted,
        journal::ChangeKind::Archived => ChangeKind::Archived,
        journal::ChangeKind::Unarchived => ChangeKind::Unarchived,
        journal::ChangeKind::Erased => ChangeKind::Erased,
        journal::ChangeKind::Claimed => ChangeKind::Claimed,
        journal::ChangeKind::Released => ChangeKind::Released,
        journal::ChangeKind::Transferred => ChangeKind::Transferred,
        journal::ChangeKind::Purged => ChangeKind::Purged,
    }
}
