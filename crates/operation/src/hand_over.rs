//! Handing over what a member of staff has to see to, and giving it back: alike for all records that are given to members of staff.

mod given_back;
mod revert;
mod transfer;

use conventions::problem::{INVALID_FIELDS, Problem};
use conventions::violations::Wording;
use journal::{Cause, RecordChange, RecordKey};
pub use revert::{Fate, Revert, RevertProgress, Reverted, revert};
use serde::Deserialize;
pub use transfer::{Transfer, TransferProgress, Transferred, transfer};
use uuid::Uuid;

use crate::{Call, Error, Serve};

/// How many records are worked on at the same time: what arrives together is written together.
const AT_ONCE: u64 = 200;
/// How often a record is tried again because it was changed meanwhile.
const MOST_CONFLICTS: usize = 10;
/// Why records are written that are handed over.
const TRANSFER: &str = "transfer";
/// Why records are written that are given back.
const REVERT: &str = "revert";

/// What an operation of the service of `H` knows of its call.
pub type CallOf<H> = <<H as HandOver>::Service as Serve>::Call;
/// Why an operation of the service of `H` failed.
pub type ErrorOf<H> = Error<<<H as HandOver>::Service as Serve>::Objection>;

/// A record that somebody has to see to, as it is now.
#[derive(Clone, Debug)]
pub struct Held<R> {
    /// Which one.
    pub key: RecordKey,
    /// The record.
    pub record: R,
    /// Who has to see to it.
    pub assignee: Option<Uuid>,
    /// Whether there is anything left to see to.
    pub is_open: bool,
}

/// What of a service is handed over.
pub trait HandOver: Sized + Send + Sync + 'static {
    /// The service.
    type Service: Serve;
    /// A record of whatever kind.
    type Record: Send + Sync;

    /// The kinds of records, in the order in which they are handed over.
    const KINDS: &'static [&'static str];

    /// How many records of a kind a member of staff has yet to see to.
    fn count(
        &self,
        call: &CallOf<Self>,
        kind: &'static str,
        assignee: Uuid,
    ) -> impl Future<Output = Result<u64, ErrorOf<Self>>> + Send;

    /// Those records by id, at most `limit`, from after `after` on.
    fn portion(
        &self,
        call: &CallOf<Self>,
        kind: &'static str,
        assignee: Uuid,
        after: Uuid,
        limit: u64,
    ) -> impl Future<Output = Result<Vec<Held<Self::Record>>, ErrorOf<Self>>> + Send;

    /// A record; none when there is no such, or it is not one of those that are handed over.
    fn held(
        &self,
        call: &CallOf<Self>,
        key: RecordKey,
    ) -> impl Future<Output = Result<Option<Held<Self::Record>>, ErrorOf<Self>>> + Send;

    /// Who has to see to a record of a kind, as the facts of an entry say.
    ///
    /// # Errors
    /// They are malformed.
    fn assignee(_kind: &'static str, facts: &str) -> Result<Option<Uuid>, serde_json::Error> {
        assignee(facts)
    }

    /// Lets a member of staff see what a record is about before it is handed over, where that does not come with it.
    fn let_in(
        &self,
        _call: &CallOf<Self>,
        _record: &Self::Record,
        _assignee: Uuid,
        _validate_only: bool,
    ) -> impl Future<Output = Result<(), ErrorOf<Self>>> + Send {
        std::future::ready(Ok(()))
    }

    /// The change by which somebody else has to see to a record, or nobody.
    fn assigned(
        &self,
        call: &CallOf<Self>,
        record: &Self::Record,
        assignee: Option<Uuid>,
    ) -> impl Future<Output = Result<RecordChange, ErrorOf<Self>>> + Send;
}

/// Who has to see to a record, as facts say in their field `assignee`.
///
/// # Errors
/// They are malformed.
pub fn assignee(facts: &str) -> Result<Option<Uuid>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Assigned {
        #[serde(default)]
        assignee: Option<Uuid>,
    }
    Ok(serde_json::from_str::<Assigned>(facts)?.assignee)
}

impl<S: Serve> Call<S> {
    /// The cause under which records are handed over: with the id that the field `transfer_id` names, or a new one.
    ///
    /// # Errors
    /// INVALID_ARGUMENT when it is the id of something else.
    pub async fn transfer_cause(&self, transfer_id: &str) -> Result<Cause, Error<S::Objection>> {
        self.named_cause(TRANSFER, "transfer_id", transfer_id).await
    }

    /// The cause under which records are given back: with the id that the field `revert_id` names, or a new one.
    ///
    /// # Errors
    /// INVALID_ARGUMENT when it is the id of something else.
    pub async fn revert_cause(&self, revert_id: &str) -> Result<Cause, Error<S::Objection>> {
        self.named_cause(REVERT, "revert_id", revert_id).await
    }

    /// What is done in several services is one cause, so its id may come from another of them; never that of something else.
    async fn named_cause(&self, kind: &'static str, field: &str, named: &str) -> Result<Cause, Error<S::Objection>> {
        let records = self.service.records();
        // The annotation of the field has checked its form.
        let Ok(id) = Uuid::try_parse(named) else { return Ok(Cause { kind, id: records.clock.id() }) };
        match records.journal.cause_kind(self.tenant(), id).await? {
            Some(found) if found != kind => {
                let wording = Wording::new(
                    "is the id of something else: leave it out, or name one that was answered before",
                    "该编号属于其他操作，请留空，或填写先前返回的编号",
                );
                Err(Problem::invalid_argument(INVALID_FIELDS, field, wording).into())
            }
            Some(_) | None => Ok(Cause { kind, id }),
        }
    }
}
