//! UpdateInteraction.

use access::log::Act;
use contracts::interaction::v1::{Interaction as Sent, UpdateInteractionRequest};
use conventions::fields::{id, refuse, seen};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require, require_none};
use journal::{ChangeKind, RequestClaim};
use operation::etag;

use super::decode::{Given, parts};
use super::encode;
use super::field_class::field_class;
use crate::call::Call;
use crate::domain::activity::{Activity, Facts, Kind};
use crate::domain::interaction::{Interaction, planned};
use crate::error::Error;
use crate::rpc::target::{Change, Resource, Target};

pub(super) async fn update(call: Call, mut request: UpdateInteractionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.interaction.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (seen, id) = violations.field("interaction", |violations| {
        if sent.etag.is_empty() {
            violations.field("etag", Violations::add_required);
        }
        let seen = violations.field("etag", |violations| seen(&sent.etag, violations));
        (seen, violations.field("interaction_id", |violations| id(&sent.interaction_id, violations)))
    });
    let id = require(violations, id)?;

    call.once(claim.as_ref(), async {
        let target = call.target::<Interaction>(id, Interaction::EDIT).await?;
        etag::compare_revision(seen, target.activity.revision)?;
        apply(&call, &target, &sent, &mask, claim.clone(), request.validate_only).await
    })
    .await
}

/// Changes the fields of a record that the mask names.
async fn apply(
    call: &Call,
    target: &Target<Interaction>,
    sent: &Sent,
    mask: &UpdateMask,
    request: Option<RequestClaim>,
    validate_only: bool,
) -> Result<Sent, Error> {
    let before = &target.activity;
    let said = before.changeable().map_err(|state| target.refused(state))?;
    // Who may not read a field does not overwrite it unseen.
    if mask.fields().any(|field| !target.classes.contains(field_class(field))) {
        return Err(Error::PermissionDenied);
    }
    let now = call.service.records.clock.now();
    let was = parts(before, said);
    let mut violations = Violations::default();
    let given = violations.field("interaction", |violations| {
        let customer = before.facts.customer.to_string();
        if mask.contains("customer") && !sent.customer.is_empty() && sent.customer != customer {
            violations.field("customer", |violations| {
                violations.add(
                    "never changes: log it with the right one, and delete this",
                    "不可更改，请在正确的客户下重新记录并删除本条",
                );
            });
        }
        let given = Given::read(sent, Some((&was, mask)), now, violations);
        if let Some((_, facts, personal)) = &given
            && let Err(error) = planned(facts, personal)
        {
            violations.field("next_step_time", |violations| refuse(violations, error));
        }
        given
    });
    require_none(violations)?;
    let given = given.ok_or(Error::Internal("a field is neither there nor a violation"))?;
    if given == was {
        call.log(Act::View, Interaction::NAME, vec![before.id], target.classes).await?;
        return Ok(encode::interaction(before, target.classes));
    }
    let (occur_time, own, personal) = given;
    let facts = Facts { occur_time, own, ..before.facts.clone() };
    let after = Activity { facts, personal: Some(personal), ..before.clone() };
    call.change(target, Change { after, kind: ChangeKind::Updated, request, validate_only }).await
}
