//! Complaints and service cases, as they are handed over and given back.

use journal::{ChangeKind, RecordChange, RecordKey};
use operation::hand_over::{HandOver, Held};
use uuid::Uuid;

use crate::Service;
use crate::call::Call;
use crate::domain::activity::{Activity, Kind, State};
use crate::domain::complaint::Complaint;
use crate::domain::handling::{Handled, HandlingState, handed_over};
use crate::domain::service_case::ServiceCase;
use crate::error::{Error, Objection};
use crate::store::entity::activity::Model;
use crate::store::{activity, of_assignee};

/// What somebody handles until it is settled.
pub(super) struct Cases;

impl HandOver for Cases {
    type Service = Service;
    type Record = Model;

    const KINDS: &'static [&'static str] = &[Complaint::NAME, ServiceCase::NAME];

    async fn count(&self, call: &Call, kind: &'static str, assignee: Uuid) -> Result<u64, Error> {
        of_assignee::count(call.service.database(), call.tenant(), kind, assignee).await
    }

    async fn portion(
        &self,
        call: &Call,
        kind: &'static str,
        assignee: Uuid,
        after: Uuid,
        limit: u64,
    ) -> Result<Vec<Held<Model>>, Error> {
        let rows = of_assignee::list(call.service.database(), call.tenant(), kind, assignee, after, limit).await?;
        Ok(rows.into_iter().map(|row| held(kind, row)).collect())
    }

    async fn held(&self, call: &Call, key: RecordKey) -> Result<Option<Held<Model>>, Error> {
        let found = activity::find(call.service.database(), call.tenant(), key.id).await?;
        Ok(found.filter(|row| row.kind == key.kind).map(|row| held(key.kind, row)))
    }

    async fn let_in(&self, call: &Call, row: &Model, assignee: Uuid, validate_only: bool) -> Result<(), Error> {
        call.let_work(row.customer_id, assignee, "to_staff_id", validate_only).await
    }

    async fn assigned(&self, call: &Call, row: &Model, assignee: Option<Uuid>) -> Result<RecordChange, Error> {
        match row.kind.as_str() {
            Complaint::NAME => assigned::<Complaint>(call, row, assignee).await,
            _ => assigned::<ServiceCase>(call, row, assignee).await,
        }
    }
}

async fn assigned<K: Handled>(call: &Call, row: &Model, assignee: Option<Uuid>) -> Result<RecordChange, Error> {
    let records = &call.service.records;
    let before = activity::open::<K>(&records.keyring, row).await?;
    before.changeable().map_err(|state| Error::State(K::COLLECTION, before.id, state))?;
    let settled =
        |state| Error::Objection(Objection::HandlingSettled { collection: K::COLLECTION, id: before.id, state });
    let after = handed_over(&before, assignee).map_err(settled)?;
    let after = Activity { revision: before.revision + 1, ..after };
    let key = call.service.subject_keys.of(call.tenant(), before.facts.customer).await?;
    activity::change(call.tenant(), (Some(&before), &after), Some(&key), ChangeKind::Updated, records.clock.salt())
}

fn held(kind: &'static str, row: Model) -> Held<Model> {
    let handling = row.handling_state.as_deref().and_then(HandlingState::of_code);
    Held {
        key: RecordKey { kind, id: row.activity_id },
        assignee: row.assignee,
        is_open: row.state == State::Active.code() && handling.is_some_and(|state| !state.is_settled()),
        record: row,
    }
}
