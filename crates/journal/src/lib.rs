//! One way to write, many ways to look back.
//!
//! An operation reads, decides and returns a [`Write`]; the [`Journal`]'s writer alone opens write transactions. Writes that
//! arrive together are written together, each with its own outcome. Every change leaves an [`Entry`] that is never changed
//! again; the order of the entries is numbered without gaps and chained by hashes, partition by partition.

mod arrivals;
mod batch;
mod caused;
mod chain;
mod digest;
pub mod entity;
mod entry;
mod guard;
mod history;
mod migration;
mod ordered;
mod outcome;
mod partition;
mod requests;
mod sequencer;
mod tables;
mod validate;
mod verify;
mod write;
mod writer;

pub use caused::Caused;
pub use entry::{ChangeKind, Entry};
pub use migration::create_tables;
pub use ordered::{Order, Ordered, Place, Rewound};
pub use outcome::{Outcome, Recorded, Refusal, WriteError};
pub use partition::{PARTITIONS, partition_of};
pub use tables::{IndexRows, StateRow, StateTable};
pub use verify::{Head, Verification};
pub use write::{Cause, Counted, Fence, Limit, RecordChange, RecordKey, RequestClaim, UniqueKey, Write};
pub use writer::{Journal, Settings};
