//! RevertCause.

mod contact_person;
mod customer;
mod term;

use std::collections::BTreeSet;

use access::Action;
use contracts::customer::v1::revert_outcome::Record;
use contracts::customer::v1::{RevertAction, RevertCauseRequest, RevertCauseResponse, RevertOutcome};
use conventions::problem::Problem;
use futures::future::join_all;
use futures::stream::{self, Stream, StreamExt};
use journal::{Cause, Caused, Entry};
use uuid::Uuid;

use crate::call::Call;
use crate::domain::revert::Change;
use crate::error::Error;
use crate::store;

/// How many records are worked on at the same time: what arrives together is written together.
const AT_ONCE: u64 = 200;
/// How often a record is tried again because it was changed meanwhile.
const MOST_CONFLICTS: usize = 10;
/// The kinds of records of which something is taken back, in this order.
const KINDS: [&str; 3] = [store::record::KIND, store::contact_person::KIND, store::term::KIND];

/// A revert while it runs.
#[derive(Clone)]
struct Revert {
    call: Call,
    cause: Uuid,
    validate_only: bool,
}

pub(super) async fn revert_cause(
    mut call: Call,
    request: RevertCauseRequest,
) -> Result<impl Stream<Item = Result<RevertCauseResponse, Error>> + Send + 'static, Error> {
    if call.scope(Action::Revert).grants().next().is_none() {
        return Err(Error::PermissionDenied);
    }
    let cause = Uuid::try_parse(&request.cause).map_err(|_| Error::NotFound)?;
    let count = call.service.records.journal.caused_count(call.tenant(), cause, &KINDS).await?;
    if count == 0 {
        return Err(Error::NotFound);
    }
    call.cause = Cause { kind: "revert", id: call.service.records.clock.id() };
    let first = RevertCauseResponse {
        revert_id: call.cause.id.to_string(),
        record_count: i64::try_from(count).unwrap_or(i64::MAX),
        ..RevertCauseResponse::default()
    };
    let revert = Revert { call, cause, validate_only: request.validate_only };
    let rest = stream::iter(KINDS).flat_map(move |kind| revert.clone().records(kind));
    Ok(stream::once(async { Ok(first) }).chain(rest))
}

/// What was done with a record, and what of it stays.
struct Done {
    action: RevertAction,
    kept: BTreeSet<String>,
}

impl Revert {
    /// Takes back what the cause did to records of a kind.
    fn records(self, kind: &'static str) -> impl Stream<Item = Result<RevertCauseResponse, Error>> + Send + 'static {
        stream::try_unfold((self, Uuid::nil()), move |(revert, after)| async move {
            let journal = &revert.call.service.records.journal;
            let caused = journal.caused(revert.call.tenant(), revert.cause, kind, after, AT_ONCE).await?;
            let Some(last) = caused.last().map(|caused| caused.id) else { return Ok(None) };
            let outcomes = join_all(caused.iter().map(|caused| revert.outcome(kind, caused))).await;
            let outcomes = outcomes.into_iter().collect::<Result<_, _>>()?;
            Ok(Some((RevertCauseResponse { outcomes, ..RevertCauseResponse::default() }, (revert, last))))
        })
    }

    async fn outcome(&self, kind: &str, caused: &Caused) -> Result<RevertOutcome, Error> {
        let record = match kind {
            store::record::KIND => Record::CustomerId(caused.id.to_string()),
            store::contact_person::KIND => Record::ContactPersonId(caused.id.to_string()),
            _ => Record::Term(self.term(caused).await?),
        };
        let mut outcome = RevertOutcome { record: Some(record), ..RevertOutcome::default() };
        match self.take_back(kind, caused).await {
            Ok(done) => {
                outcome.set_action(done.action);
                outcome.kept_paths = done.kept.into_iter().collect();
            }
            Err(error) => {
                outcome.set_action(RevertAction::Refused);
                outcome.error = Some(Problem::from(error).into_rpc_status(self.call.language()));
            }
        }
        Ok(outcome)
    }

    async fn take_back(&self, kind: &str, caused: &Caused) -> Result<Done, Error> {
        for _ in 0..MOST_CONFLICTS {
            match self.take_back_once(kind, caused).await {
                Err(Error::EtagMismatch { .. }) => {}
                done => return done,
            }
        }
        self.take_back_once(kind, caused).await
    }

    async fn take_back_once(&self, kind: &str, caused: &Caused) -> Result<Done, Error> {
        let changes = self.entries(caused).await?;
        match kind {
            store::record::KIND => self.take_back_from_customer(caused.id, changes).await,
            store::contact_person::KIND => self.take_back_from_contact_person(caused.id, changes).await,
            _ => self.take_back_from_term(changes).await,
        }
    }

    /// The entries that the cause made of a record, oldest first, each with the one before it.
    async fn entries(&self, caused: &Caused) -> Result<Vec<Change<Entry>>, Error> {
        let mut entries = Vec::with_capacity(caused.revisions.len());
        for revision in &caused.revisions {
            let before = if *revision == 1 { None } else { Some(self.entry(caused.id, revision - 1).await?) };
            entries.push(Change { before, after: self.entry(caused.id, *revision).await? });
        }
        Ok(entries)
    }

    async fn entry(&self, id: Uuid, revision: i64) -> Result<Entry, Error> {
        let entry = self.call.service.records.journal.revision(self.call.tenant(), id, revision).await?;
        entry.ok_or(Error::Internal("a revision that a cause made is not there"))
    }
}
