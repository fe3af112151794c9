//! What stands against a write: a lease that another has, a request id that was answered, a revision that moved on, a key that is
//! taken, a limit that is reached.
//!
//! All guards are taken in sorted order, kind after kind, the same in every process: so transactions wait for each other but
//! never in a circle.

mod fence;
mod key;
mod limit;
mod request;
mod revision;
mod unclear;

use std::collections::HashMap;

use clock::Instant;
use database::{Error, Row, WriteTransaction};
pub(crate) use key::{release, released};

use crate::outcome::{Outcome, Refusal};
use crate::write::{RecordChange, RecordKey, Write};

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) revision: i64,
    pub(crate) time: Instant,
}

/// The writes of a batch on their way through the guards.
pub(crate) struct Guarded<'a> {
    writes: &'a [Write],
    /// What each came to, as far as it is decided.
    pub(crate) decided: Vec<Option<Result<Outcome, Refusal>>>,
    /// Where the records stand that are there already.
    standings: HashMap<(String, RecordKey), Standing>,
    /// The keys that each has won.
    gained: HashMap<usize, Vec<Row>>,
}

impl<'a> Guarded<'a> {
    /// Passes `writes` through the guards. With `may_be_written`, also looks whether each was written by an earlier attempt.
    pub(crate) async fn pass(
        transaction: &mut WriteTransaction,
        writes: &'a [Write],
        now: Instant,
        may_be_written: bool,
    ) -> Result<Self, Error> {
        let decided = writes.iter().map(|_| None).collect();
        let mut guarded = Self { writes, decided, standings: HashMap::new(), gained: HashMap::new() };
        guarded.compare_fences(transaction).await?;
        guarded.claim_requests(transaction, now).await?;
        guarded.compare_revisions(transaction, may_be_written).await?;
        guarded.claim_keys(transaction).await?;
        guarded.count_limits(transaction, now).await?;
        guarded.give_requests_back(transaction).await?;
        guarded.give_keys_back(transaction).await?;
        Ok(guarded)
    }

    pub(crate) fn standing(&self, write: &Write, record: &RecordChange) -> Option<Standing> {
        self.standings.get(&(write.tenant.to_string(), record.key)).copied()
    }

    /// The writes that nothing stands against.
    fn open(&self) -> impl Iterator<Item = (usize, &'a Write)> + '_ {
        self.writes.iter().enumerate().filter(|(index, _)| matches!(self.decided.get(*index), Some(None)))
    }

    /// The writes that were refused after they claimed something.
    fn refused(&self) -> impl Iterator<Item = (usize, &'a Write)> + '_ {
        self.writes.iter().enumerate().filter(|(index, _)| match self.decided.get(*index) {
            Some(Some(Err(refusal))) => !matches!(refusal, Refusal::RequestReused | Refusal::Fenced),
            _ => false,
        })
    }

    fn decide(&mut self, index: usize, result: Result<Outcome, Refusal>) {
        if let Some(decided) = self.decided.get_mut(index) {
            *decided = Some(result);
        }
    }
}
