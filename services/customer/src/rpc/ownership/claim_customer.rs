//! ClaimCustomer.

use access::Action;
use contracts::customer::v1::{ClaimCustomerRequest, Customer as Sent};
use journal::ChangeKind;

use crate::call::Call;
use crate::domain::customer::Personal;
use crate::domain::pool::{ClaimLimit, PoolError};
use crate::error::{CUSTOMERS, Error, Objection};
use crate::rpc::customer::target::{Change, Target, key_of};
use crate::store::{claim_limit, pool_policy};

pub(super) async fn claim_customer(call: Call, mut request: ClaimCustomerRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let key = key_of(&request.customer)?;
    call.once_on_latest(claim.as_ref(), !request.etag.is_empty(), || async {
        let target = call.target(&key, Action::Claim).await?;
        target.compare(&request.etag)?;
        let before = target.customer.clone();
        let personal = before.changeable().map_err(|state| Error::State(CUSTOMERS, before.id, state))?;
        let refused = |error| Error::Objection(Objection::Pool(before.id, error));
        let staff = call.caller.staff.as_ref().ok_or_else(|| refused(PoolError::NotStaff))?;
        let service = &call.service;
        let tenant = service.tenants.get(call.tenant()).await?;
        let policy = pool_policy::find(service.database(), call.tenant()).await?.policy;
        let now = service.records.clock.now();
        policy.allow_claim(&before.facts, staff.id, &tenant, now).map_err(refused)?;

        let mut facts = before.facts.clone();
        facts.assign(Some(staff.id), staff.team, now);
        let classes = if request.validate_only {
            // Who only tries sees no more than before.
            target.classes
        } else {
            let relations = call.caller.relations_to(facts.owner, &facts.collaborators, facts.team);
            call.allow(Action::View, relations)?
        };
        let target = Target { classes, ..target };
        let change = Change {
            after: before.with(facts, Personal { note: String::new(), ..personal.clone() }),
            kind: ChangeKind::Claimed,
            request: claim.clone(),
            validate_only: request.validate_only,
        };
        let limits = policy.limits(&before.facts.stage);
        let counted = limits.iter().map(|limit| match limit {
            ClaimLimit::Daily(most) => claim_limit::daily(staff.id, tenant.day(now), *most),
            ClaimLimit::Holding(most) => claim_limit::holding(call.tenant(), staff.id, &policy.excluded_stages, *most),
        });
        match call.change_within(&target, change, counted.collect()).await {
            Err(Error::LimitReached { limit, count }) => Err(match limits.get(limit) {
                Some(ClaimLimit::Daily(most)) => {
                    refused(PoolError::DailyLimitReached { most: *most, anew: tenant.next_day(now) })
                }
                Some(ClaimLimit::Holding(most)) => refused(PoolError::HoldingCapReached { most: *most, held: count }),
                None => Error::LimitReached { limit, count },
            }),
            outcome => outcome,
        }
    })
    .await
}
