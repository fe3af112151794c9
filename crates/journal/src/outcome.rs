//! What a write came to.

use clock::Instant;
use uuid::Uuid;

/// What a write came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It was written; one element per record.
    Committed(Vec<Recorded>),
    /// The request had been answered before: the answer is this revision of this record.
    Replayed {
        /// The kind of the record.
        kind: String,
        /// The record.
        id: Uuid,
        /// Its revision then.
        revision: i64,
    },
}

/// How a record was recorded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Recorded {
    /// Its new revision.
    pub revision: i64,
    /// The time of the entry.
    pub time: Instant,
}

/// Why a write was refused. Nothing of it was written.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Another has the lease by now.
    #[error("another has the lease by now")]
    Fenced,
    /// The request id was used with another body.
    #[error("the request id was used with another body")]
    RequestReused,
    /// The record is at another revision than was read; absent when there is no such record.
    #[error("the record is at another revision")]
    Revision {
        /// Which of the records.
        record: usize,
        /// Its present revision.
        present: Option<i64>,
    },
    /// Another record has a key.
    #[error("another record has the key")]
    KeyTaken {
        /// Which of the claims.
        claim: usize,
        /// The record that has it.
        holder: Uuid,
    },
    /// As much is done, or there, as may be.
    #[error("a limit is reached")]
    LimitReached {
        /// Which of the limits.
        limit: usize,
        /// How much there is without this write.
        count: i64,
    },
}

/// Why a write did not happen, or may not have.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WriteError {
    /// A guard stood against it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The writer has ended.
    #[error("the writer has ended: the process is shutting down")]
    Ended,
}
