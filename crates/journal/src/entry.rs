//! An entry as it is read back.

use clock::Instant;
use uuid::Uuid;

use crate::entity::journal;

/// What was done to a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ChangeKind {
    /// It was created.
    Created,
    /// Fields were changed.
    Updated,
    /// It moved to another stage.
    StageChanged,
    /// It was deleted.
    Deleted,
    /// It was brought back.
    Undeleted,
    /// Its personal fields were made unreadable.
    Erased,
    /// It was put away.
    Archived,
    /// It was brought back after it was put away.
    Unarchived,
    /// Somebody took it out of the pool.
    Claimed,
    /// It was given to the pool.
    Released,
    /// It was handed over with others of its owner.
    Transferred,
    /// It was removed for good.
    Purged,
}

impl ChangeKind {
    const ALL: [(Self, &'static str); 12] = [
        (Self::Created, "created"),
        (Self::Updated, "updated"),
        (Self::StageChanged, "stage_changed"),
        (Self::Deleted, "deleted"),
        (Self::Undeleted, "undeleted"),
        (Self::Erased, "erased"),
        (Self::Archived, "archived"),
        (Self::Unarchived, "unarchived"),
        (Self::Claimed, "claimed"),
        (Self::Released, "released"),
        (Self::Transferred, "transferred"),
        (Self::Purged, "purged"),
    ];

    /// The word in the journal, fixed for ever.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, code)| code)
    }

    pub(crate) fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(kind, _)| *kind)
    }
}

/// One change of one record, as it was recorded.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The tenant.
    pub tenant: String,
    /// The kind of the record.
    pub kind: String,
    /// The record.
    pub id: Uuid,
    /// The person whose key seals it.
    pub subject: Uuid,
    /// The revision.
    pub revision: i64,
    /// What was done.
    pub change: ChangeKind,
    /// The form of facts and sealed.
    pub schema: i64,
    /// Why: kind and id.
    pub cause: (String, Uuid),
    /// Who.
    pub actor: String,
    /// When.
    pub time: Instant,
    /// What names no person; absent when purged.
    pub facts: Option<String>,
    /// The personal part; absent when purged, empty when there is none.
    pub sealed: Option<Vec<u8>>,
}

impl TryFrom<journal::Model> for Entry {
    type Error = database::Error;

    fn try_from(row: journal::Model) -> Result<Self, database::Error> {
        let change = ChangeKind::of_code(&row.change_kind).ok_or_else(|| {
            database::Error::Statement(format!("entry {} has an unknown kind of change", row.position))
        })?;
        Ok(Self {
            tenant: row.tenant_id,
            kind: row.entity_kind,
            id: row.entity_id,
            subject: row.subject_id,
            revision: row.revision,
            change,
            schema: row.schema,
            cause: (row.cause_kind, row.cause_id),
            actor: row.actor,
            time: Instant::from_micros(row.record_time),
            facts: row.facts,
            sealed: row.sealed,
        })
    }
}
