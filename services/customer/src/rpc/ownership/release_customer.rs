//! ReleaseCustomer.

use access::Action;
use contracts::customer::v1::{Customer as Sent, ReleaseCustomerRequest};
use conventions::violations::{Violations, require_none};
use journal::ChangeKind;

use crate::call::Call;
use crate::domain::customer::{Customer, Personal};
use crate::error::{CUSTOMERS, Error, Objection};
use crate::rpc::customer::target::{Change, key_of};
use crate::store::pool_policy;

pub(super) async fn release_customer(call: Call, mut request: ReleaseCustomerRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let key = key_of(&request.customer)?;
    let reason = request.reason.trim();
    let mut violations = Violations::default();
    if reason.is_empty() {
        violations.field("reason", Violations::add_required);
    }
    require_none(violations)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let target = call.target(&key, Action::Release).await?;
        target.compare(&request.etag)?;
        let before = &target.customer;
        let personal = before.changeable().map_err(|state| Error::State(CUSTOMERS, before.id, state))?;
        call.allow_release(before).await?;
        let mut facts = before.facts.clone();
        facts.assign(None, None, call.service.records.clock.now());
        let change = Change {
            after: before.with(facts, Personal { note: reason.to_owned(), ..personal.clone() }),
            kind: ChangeKind::Released,
            request: claim.clone(),
            validate_only: request.validate_only,
        };
        call.change(&target, change).await
    })
    .await
}

impl Call {
    /// Whether the rules of the pool let the caller release a customer now.
    ///
    /// # Errors
    /// [`Objection::Pool`]; those of the database.
    pub(crate) async fn allow_release(&self, customer: &Customer) -> Result<(), Error> {
        let service = &self.service;
        let tenant = service.tenants.get(self.tenant()).await?;
        let policy = pool_policy::find(service.database(), self.tenant()).await?.policy;
        let by = self.caller.staff.as_ref().map(|staff| staff.id);
        let allowed = policy.allow_release(&customer.facts, by, &tenant, service.records.clock.now());
        allowed.map_err(|error| Error::Objection(Objection::Pool(customer.id, error)))
    }
}
