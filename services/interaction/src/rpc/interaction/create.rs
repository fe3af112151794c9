//! CreateInteraction.

use contracts::interaction::v1::{CreateInteractionRequest, Interaction as Sent};
use conventions::violations::{Violations, require_none};
use journal::RequestClaim;

use super::decode::Given;
use crate::call::Call;
use crate::domain::interaction::{Interaction, planned};
use crate::error::Error;
use crate::rpc::target::Resource;

pub(super) async fn create(call: Call, mut request: CreateInteractionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.interaction.unwrap_or_default();
    call.once(claim.as_ref(), create_one(&call, &sent, claim.clone(), request.validate_only)).await
}

async fn create_one(call: &Call, sent: &Sent, claim: Option<RequestClaim>, validate_only: bool) -> Result<Sent, Error> {
    let now = call.service.records.clock.now();
    let mut violations = Violations::default();
    let given = violations.field("interaction", |violations| {
        if sent.customer.is_empty() {
            violations.field("customer", Violations::add_required);
        }
        let given = Given::read(sent, None, now, violations);
        if let Some((_, facts, personal)) = &given
            && let Err(error) = planned(facts, personal)
        {
            violations.field("next_step_time", |violations| conventions::fields::refuse(violations, error));
        }
        given
    });
    require_none(violations)?;
    let (start, facts, personal) = given.ok_or(Error::Internal("a field is neither there nor a violation"))?;
    let (customer, classes) = call.live_customer(&sent.customer, Interaction::EDIT).await?;
    call.make::<Interaction>((&customer, classes), start, (facts, personal), Vec::new(), (claim, validate_only)).await
}
