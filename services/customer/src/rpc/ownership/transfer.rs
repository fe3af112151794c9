//! TransferOwnership.

use access::Action;
use contracts::customer::v1::{TransferOutcome, TransferOwnershipRequest, TransferOwnershipResponse};
use conventions::fields::id;
use conventions::language::Language;
use conventions::problem::Problem;
use conventions::record_state::StateError;
use conventions::violations::{Violations, require, require_none};
use expression::Filter;
use futures::stream::{Stream, StreamExt};
use journal::{ChangeKind, RecordChange, RecordKey};
use operation::hand_over::{self, HandOver, Held, Transfer, TransferProgress, Transferred};
use uuid::Uuid;

use crate::Service;
use crate::call::Call;
use crate::domain::customer::{Personal, State};
use crate::error::{CUSTOMERS, Error, Objection};
use crate::rpc::customer::target::add_unemployed;
use crate::store::entity::customer::Model;
use crate::store::record::KIND;
use crate::store::{owned, staff};

/// The customers of one owner that a filter selects.
struct Customers {
    filter: Filter,
    /// The team of who gets them.
    team: Option<Uuid>,
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
    call.cause = call.transfer_cause(&request.transfer_id).await?;
    let language = call.language();
    let what = Customers { filter, team };
    let asked = Transfer { what, from, to, request: claim, validate_only: request.validate_only };
    let progress = hand_over::transfer(call, asked).await?;
    Ok(progress.map(move |progress| Ok(sent(progress?, language))))
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

impl HandOver for Customers {
    type Service = Service;
    type Record = Model;

    const KINDS: &'static [&'static str] = &[KIND];

    async fn count(&self, call: &Call, _: &'static str, owner: Uuid) -> Result<u64, Error> {
        owned::count(call.service.database(), call.tenant(), owner, &self.filter).await
    }

    async fn portion(
        &self,
        call: &Call,
        _: &'static str,
        owner: Uuid,
        after: Uuid,
        limit: u64,
    ) -> Result<Vec<Held<Model>>, Error> {
        let database = call.service.database();
        let rows = owned::list(database, call.tenant(), owner, &self.filter, after, limit).await?;
        Ok(rows.into_iter().map(held).collect())
    }

    async fn held(&self, call: &Call, key: RecordKey) -> Result<Option<Held<Model>>, Error> {
        let found = owned::find(call.service.database(), call.tenant(), &self.filter, key.id).await?;
        Ok(found.map(held))
    }

    async fn assigned(&self, call: &Call, row: &Model, owner: Option<Uuid>) -> Result<RecordChange, Error> {
        let before = call.opener().row(row).await?;
        let personal = before.personal.as_ref().ok_or(Error::State(CUSTOMERS, before.id, StateError::Erased))?;
        let mut facts = before.facts.clone();
        facts.assign(owner, self.team, call.service.records.clock.now());
        let mut after = before.with(facts, Personal { note: String::new(), ..personal.clone() });
        call.next_revision(&before, row, &mut after, ChangeKind::Transferred).await
    }
}

fn held(row: Model) -> Held<Model> {
    Held {
        key: RecordKey { kind: KIND, id: row.customer_id },
        assignee: row.owner,
        is_open: row.state != State::Erased.code(),
        record: row,
    }
}

fn sent(progress: TransferProgress<Objection>, language: Language) -> TransferOwnershipResponse {
    let outcome = |Transferred { key, outcome }: Transferred<Objection>| TransferOutcome {
        customer_id: key.id.to_string(),
        error: outcome.err().map(|error| Problem::from(error).into_rpc_status(language)),
    };
    TransferOwnershipResponse {
        transfer_id: progress.cause.as_ref().map(Uuid::to_string).unwrap_or_default(),
        customer_count: i64::try_from(progress.count).unwrap_or(i64::MAX),
        outcomes: progress.transferred.into_iter().map(outcome).collect(),
    }
}
