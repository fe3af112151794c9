//! RevertCause.

use std::collections::BTreeSet;

use access::Action;
use contracts::customer::v1::{RevertAction, RevertCauseRequest, RevertCauseResponse, RevertOutcome};
use conventions::problem::Problem;
use futures::future::join_all;
use futures::stream::{self, Stream, StreamExt};
use journal::{Cause, Caused, ChangeKind};
use uuid::Uuid;

use crate::call::Call;
use crate::domain::customer::{Customer, State};
use crate::domain::{difference, revert};
use crate::error::{CUSTOMERS, Error};
use crate::rpc::customer::target::{Change, Target};
use crate::store::customer::Key;
use crate::store::record::KIND;
use conventions::record_state::StateError;

/// How many customers are worked on at the same time: what arrives together is written together.
const AT_ONCE: u64 = 200;
/// How often a customer is tried again because it was changed meanwhile.
const MOST_CONFLICTS: usize = 10;

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
    let count = call.service.records.journal.caused_count(call.tenant(), cause, KIND).await?;
    if count == 0 {
        return Err(Error::NotFound);
    }
    call.cause = Cause { kind: "revert", id: call.service.records.clock.id() };
    let first = RevertCauseResponse {
        revert_id: call.cause.id.to_string(),
        customer_count: i64::try_from(count).unwrap_or(i64::MAX),
        ..RevertCauseResponse::default()
    };
    let revert = Revert { call, cause, validate_only: request.validate_only };
    let rest = stream::try_unfold((revert, Uuid::nil()), |(revert, after)| async move {
        let journal = &revert.call.service.records.journal;
        let caused = journal.caused(revert.call.tenant(), revert.cause, KIND, after, AT_ONCE).await?;
        let Some(last) = caused.last().map(|caused| caused.id) else { return Ok(None) };
        let outcomes = join_all(caused.iter().map(|caused| revert.outcome(caused))).await;
        Ok(Some((RevertCauseResponse { outcomes, ..RevertCauseResponse::default() }, (revert, last))))
    });
    Ok(stream::once(async { Ok(first) }).chain(rest))
}

/// What was done with a customer, and what of it stays.
struct Done {
    action: RevertAction,
    kept: BTreeSet<String>,
}

impl Revert {
    async fn outcome(&self, caused: &Caused) -> RevertOutcome {
        let mut outcome = RevertOutcome { customer_id: caused.id.to_string(), ..RevertOutcome::default() };
        match self.take_back(caused).await {
            Ok(done) => {
                outcome.set_action(done.action);
                outcome.kept_paths = done.kept.into_iter().collect();
            }
            Err(error) => {
                outcome.set_action(RevertAction::Refused);
                outcome.error = Some(Problem::from(error).into_rpc_status(self.call.language()));
            }
        }
        outcome
    }

    async fn take_back(&self, caused: &Caused) -> Result<Done, Error> {
        for _ in 0..MOST_CONFLICTS {
            match self.take_back_once(caused).await {
                Err(Error::EtagMismatch { .. }) => {}
                done => return done,
            }
        }
        self.take_back_once(caused).await
    }

    async fn take_back_once(&self, caused: &Caused) -> Result<Done, Error> {
        let target = self.call.target(&Key::Id(caused.id), Action::Revert).await?;
        let mut customer = target.customer.clone();
        let mut kept = BTreeSet::new();
        // The newest first: what an earlier change made of the record is seen when the later ones are taken back.
        for revision in caused.revisions.iter().rev() {
            let after = self.revision(&customer, *revision).await?;
            if *revision == 1 {
                return self.take_back_creation(&target, &after, &customer, kept).await;
            }
            let before = self.revision(&customer, revision - 1).await?;
            let reverted = revert::take_back(&before, &after, &customer)?;
            customer = reverted.customer;
            kept.extend(reverted.kept);
        }
        let action = if difference::paths(&target.customer, &customer)?.is_empty() {
            RevertAction::Unchanged
        } else {
            self.write(&target, customer).await?;
            RevertAction::Reverted
        };
        Ok(Done { action, kept })
    }

    /// What the cause created is deleted, unless it was changed since: it says something else `now`, when all that the cause did to it later
    /// is taken back.
    async fn take_back_creation(
        &self,
        target: &Target,
        created: &Customer,
        now: &Customer,
        mut kept: BTreeSet<String>,
    ) -> Result<Done, Error> {
        if now.facts.state == State::Deleted {
            return Ok(Done { action: RevertAction::Unchanged, kept });
        }
        kept.extend(difference::paths(created, now)?);
        if !kept.is_empty() {
            return Ok(Done { action: RevertAction::Unchanged, kept });
        }
        let now = &target.customer;
        let deleted = now
            .deleted(self.call.service.records.clock.now())
            .map_err(|state| Error::State(CUSTOMERS, now.id, state))?;
        self.write(target, deleted).await?;
        Ok(Done { action: RevertAction::Deleted, kept })
    }

    /// What a customer was at a revision of which its personal part is still there.
    async fn revision(&self, customer: &Customer, revision: i64) -> Result<Customer, Error> {
        let journal = &self.call.service.records.journal;
        let entry = journal.revision(self.call.tenant(), customer.id, revision).await?;
        let entry = entry.ok_or(Error::Internal("a revision that a cause made is not there"))?;
        let found = self.call.opener().entry(&entry, customer.personal.is_none()).await?;
        if found.personal.is_some() { Ok(found) } else { Err(Error::State(CUSTOMERS, customer.id, StateError::Erased)) }
    }

    async fn write(&self, target: &Target, after: Customer) -> Result<(), Error> {
        let before = &target.customer;
        let (action, kind) = match (before.facts.state, after.facts.state) {
            (State::Active, State::Deleted) => (Action::Delete, ChangeKind::Deleted),
            (State::Deleted, State::Active) => (Action::Undelete, ChangeKind::Undeleted),
            (State::Active, State::Archived) => (Action::Archive, ChangeKind::Archived),
            (State::Archived, State::Active) => (Action::Archive, ChangeKind::Unarchived),
            (State::Archived, State::Archived) => return Err(Error::State(CUSTOMERS, before.id, StateError::Archived)),
            (State::Deleted, State::Deleted) => return Err(Error::State(CUSTOMERS, before.id, StateError::Deleted)),
            _ if before.facts.stage != after.facts.stage => (Action::ChangeStage, ChangeKind::StageChanged),
            _ => (Action::Update, ChangeKind::Updated),
        };
        let relations = self.call.relations_to(&target.row)?;
        self.call.allow(action, relations)?;
        if before.facts.owner != after.facts.owner {
            self.call.allow(Action::Assign, relations)?;
        }
        let change = Change { kind, request: None, validate_only: self.validate_only, after };
        self.call.change(target, change).await.map(drop)
    }
}
