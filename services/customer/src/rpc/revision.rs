//! What is said of every revision of a record: what was done, and why.

use contracts::customer::v1::{Cause, ChangeKind as SentChange};
use journal::{ChangeKind, Entry};

/// Why it happened.
pub(super) fn cause(entry: &Entry) -> Cause {
    let (kind, id) = &entry.cause;
    Cause { kind: kind.clone(), id: id.to_string() }
}

/// What was done.
pub(super) fn change(kind: ChangeKind) -> SentChange {
    match kind {
        ChangeKind::Created => SentChange::Created,
        ChangeKind::Updated => SentChange::Updated,
        ChangeKind::StageChanged => SentChange::StageChanged,
        ChangeKind::Deleted => SentChange::Deleted,
        ChangeKind::Undeleted => SentChange::Undeleted,
        ChangeKind::Archived => SentChange::Archived,
        ChangeKind::Unarchived => SentChange::Unarchived,
        ChangeKind::Erased => SentChange::Erased,
        ChangeKind::Claimed => SentChange::Claimed,
        ChangeKind::Released => SentChange::Released,
        ChangeKind::Transferred => SentChange::Transferred,
        ChangeKind::Purged => SentChange::Purged,
    }
}
