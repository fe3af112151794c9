//! What is said of every revision of a record: what was done, and why; and the revisions of records that are fact alone.

use contracts::customer::v1::{Cause, ChangeKind as SentChange};
use journal::{ChangeKind, Entry};
use serde::Serialize;
use uuid::Uuid;

use crate::call::Call;
use crate::domain::difference;
use crate::error::Error;
use crate::store::tenant_record::TenantRecord;

/// A record as it was from one change to the next.
pub(super) struct Past<T> {
    /// The change.
    pub entry: Entry,
    /// The record after it.
    pub record: T,
    /// The fields that differ from the revision before.
    pub changed_paths: Vec<String>,
}

/// How a record that is fact alone is read.
pub(super) struct Reading<T, F> {
    pub open: fn(&TenantRecord) -> Result<T, Error>,
    pub facts: fn(&T) -> &F,
    /// What it said before its first revision, if anything.
    pub beginning: Option<T>,
}

impl Call {
    /// The revisions of a record that come before one, newest first, `size` at most; and whether there are older ones.
    pub(super) async fn past<T, F: Serialize>(
        &self,
        id: Uuid,
        before: i64,
        size: usize,
        reading: Reading<T, F>,
    ) -> Result<(Vec<Past<T>>, bool), Error> {
        let Reading { open, facts, beginning } = reading;
        // One more than the page: the revision with which its last one is compared.
        let limit = u64::try_from(size + 1).unwrap_or(u64::MAX);
        let entries = self.service.records.journal.entries(self.tenant(), id, before, limit).await?;
        let has_older = entries.len() > size;
        let records = entries.iter().map(|entry| open(&entry.clone().try_into()?));
        let records = records.collect::<Result<Vec<_>, Error>>()?;
        let mut paths = Vec::with_capacity(records.len());
        for (index, record) in records.iter().enumerate() {
            let none = None::<&()>;
            paths.push(match records.get(index + 1).or(beginning.as_ref()) {
                Some(before) => difference::paths_between((facts(before), none), (facts(record), none))?,
                None => Vec::new(),
            });
        }
        let past = entries.into_iter().zip(records).zip(paths).take(size);
        let past = past.map(|((entry, record), changed_paths)| Past { entry, record, changed_paths });
        Ok((past.collect(), has_older))
    }
}

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
