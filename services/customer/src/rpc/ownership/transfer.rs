//! TransferOwnership.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::customer::v1::{TransferOutcome, TransferOwnershipRequest, TransferOwnershipResponse};
use conventions::problem::Problem;
use conventions::violations::{Violations, require, require_none};
use expression::Filter;
use futures::future::join_all;
use futures::stream::{self, Stream, StreamExt};
use journal::{Cause, ChangeKind, Outcome, RequestClaim};
use uuid::Uuid;

use crate::call::Call;
use crate::domain::customer::Personal;
use crate::error::{CUSTOMERS, Error};
use crate::rpc::customer::target::add_unemployed;
use crate::store::customer::{self, Key};
use crate::store::entity::customer::Model;
use crate::store::record::KIND;
use crate::store::{owned, staff};
use conventions::fields::id;
use conventions::record_state::StateError;

/// How many customers are worked on at the same time: what arrives together is written together.
const AT_ONCE: u64 = 200;
/// How often a customer is tried again because it was changed meanwhile.
const MOST_CONFLICTS: usize = 10;

/// A transfer while it runs.
struct Transfer {
    call: Call,
    from: Uuid,
    to: Uuid,
    team: Option<Uuid>,
    filter: Filter,
    /// Goes with the first customer: who asks again with the same request id finds the cause there.
    request: Option<RequestClaim>,
    validate_only: bool,
}

/// What became of a customer.
enum Done {
    Given,
    /// Somebody else has given it another owner.
    Elsewhere,
    /// Another call with the same request id came first, under this cause.
    Before(Uuid),
}

pub(super) async fn transfer(
    mut call: Call,
    mut request: TransferOwnershipRequest,
) -> Result<impl Stream<Item = Result<TransferOwnershipResponse, Error>> + Send + 'static, Error> {
    call.allow_in_tenant(Action::Transfer)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let mut violations = Violations::default();
    let from = violations.field("from_staff_id", |violations| id(&request.from_staff_id, violations));
    let to = violations.field("to_staff_id", |violations| id(&request.to_staff_id, violations));
    let filter = call.customer_filter(&request.filter, &mut violations).await?;
    let ((from, to), filter) = require(violations, from.zip(to).zip(filter))?;
    let team = staff_of(&call, from, to).await?;

    call.cause = Cause { kind: "transfer", id: call.service.records.clock.id() };
    let claim = claim.filter(|_| !request.validate_only);
    let before = match &claim {
        Some(claim) => call.service.records.journal.answered(call.tenant(), claim).await?,
        None => None,
    };
    let mut transfer = Transfer { call, from, to, team, filter, request: claim, validate_only: request.validate_only };
    if let Some(Outcome::Replayed { id, revision, .. }) = before {
        let cause = transfer.cause_of(id, revision).await?;
        transfer.go_on(cause);
    }
    let database = transfer.call.service.database();
    let count = owned::count(database, transfer.call.tenant(), from, &transfer.filter).await?;
    let first = TransferOwnershipResponse {
        transfer_id: transfer.call.cause.id.to_string(),
        customer_count: i64::try_from(count).unwrap_or(i64::MAX),
        ..TransferOwnershipResponse::default()
    };
    let rest = stream::try_unfold((transfer, Uuid::nil()), |(mut transfer, after)| async move {
        let rows = transfer.rows(after).await?;
        let Some(last) = rows.last().map(|row| row.customer_id) else { return Ok(None) };
        let answer = transfer.give_all(rows).await?;
        Ok(Some((answer, (transfer, last))))
    });
    Ok(stream::once(async { Ok(first) }).chain(rest))
}

/// The team of who gets the customers.
async fn staff_of(call: &Call, from: Uuid, to: Uuid) -> Result<Option<Uuid>, Error> {
    let mut violations = Violations::default();
    if staff::find(call.service.database(), call.tenant(), from).await?.is_none() {
        violations.field("from_staff_id", |violations| {
            violations
                .add("must be the id of a member of staff; ListStaff answers them", "须为员工 ID，可用 ListStaff 查询");
        });
    }
    let employed = call.employed(to).await?;
    violations.field("to_staff_id", |violations| {
        if employed.is_none() {
            add_unemployed(violations);
        } else if from == to {
            violations.add("must be another than from_staff_id", "须与 from_staff_id 不同");
        }
    });
    require_none(violations)?;
    Ok(employed.and_then(|facts| facts.team))
}

impl Transfer {
    async fn rows(&self, after: Uuid) -> Result<Vec<Model>, Error> {
        let database = self.call.service.database();
        owned::list(database, self.call.tenant(), self.from, &self.filter, after, AT_ONCE).await
    }

    /// Goes on under the cause of an earlier call with the same request id.
    fn go_on(&mut self, cause: Uuid) {
        self.call.cause.id = cause;
        self.request = None;
    }

    /// The cause of the change that made a revision.
    async fn cause_of(&self, id: Uuid, revision: i64) -> Result<Uuid, Error> {
        let entry = self.call.service.records.journal.revision(self.call.tenant(), id, revision).await?;
        Ok(entry.ok_or(Error::Internal("an answered request has no entry"))?.cause.1)
    }

    async fn give_all(&mut self, rows: Vec<Model>) -> Result<TransferOwnershipResponse, Error> {
        let mut answer = TransferOwnershipResponse::default();
        let mut rows = rows.into_iter();
        // One by one, until one has carried the request id.
        while self.request.is_some() {
            let Some(row) = rows.next() else { break };
            let mut done = self.give(&row).await;
            if let Ok(Done::Before(cause)) = done {
                self.go_on(cause);
                // The other call tells its caller of a new cause, and both go on under it.
                answer.transfer_id = cause.to_string();
                done = self.give(&row).await;
            } else if matches!(done, Ok(Done::Given)) {
                self.request = None;
            }
            self.note(&mut answer, row.customer_id, done);
        }
        let rest: Vec<_> = rows.collect();
        let outcomes = join_all(rest.iter().map(|row| self.give(row))).await;
        for (row, done) in rest.iter().zip(outcomes) {
            self.note(&mut answer, row.customer_id, done);
        }
        if self.validate_only {
            // Nothing is written that would tell of it.
            let ids = rest.iter().map(|row| row.customer_id).collect();
            self.call.log(Act::List, KIND, ids, ClassSet::only(DataClass::Fact)).await?;
        }
        Ok(answer)
    }

    fn note(&self, answer: &mut TransferOwnershipResponse, id: Uuid, done: Result<Done, Error>) {
        let error = match done {
            Ok(Done::Given) => None,
            Ok(Done::Elsewhere | Done::Before(_)) => return,
            Err(error) => Some(Problem::from(error).into_rpc_status(self.call.language())),
        };
        answer.outcomes.push(TransferOutcome { customer_id: id.to_string(), error });
    }

    async fn give(&self, row: &Model) -> Result<Done, Error> {
        let mut done = self.give_once(row).await;
        for _ in 0..MOST_CONFLICTS {
            if !matches!(done, Err(Error::EtagMismatch { .. })) {
                break;
            }
            let (call, key) = (&self.call, Key::Id(row.customer_id));
            let found = customer::find(call.service.database(), call.tenant(), &call.keys, &key).await?;
            match found.filter(|row| row.owner == Some(self.from)) {
                Some(row) => done = self.give_once(&row).await,
                None => return Ok(Done::Elsewhere),
            }
        }
        done
    }

    async fn give_once(&self, row: &Model) -> Result<Done, Error> {
        let call = &self.call;
        let before = call.opener().row(row).await?;
        let personal = before.personal.as_ref().ok_or(Error::State(CUSTOMERS, before.id, StateError::Erased))?;
        let mut facts = before.facts.clone();
        facts.assign(Some(self.to), self.team, call.service.records.clock.now());
        let mut after = before.with(facts, Personal { note: String::new(), ..personal.clone() });
        let record = call.next_revision(&before, row, &mut after, ChangeKind::Transferred).await?;
        let write = call.write(self.request.clone(), Vec::new(), Vec::new(), record);
        match call.commit(write, self.validate_only).await? {
            Outcome::Committed(_) => Ok(Done::Given),
            Outcome::Replayed { id, revision, .. } => Ok(Done::Before(self.cause_of(id, revision).await?)),
        }
    }
}
