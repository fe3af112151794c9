//! UpdateDormancyRule.

use access::Action;
use contracts::reminder::v1::{DormancyRule as Sent, UpdateDormancyRuleRequest};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};
use conventions::{etag, fields};

use super::target::Change;
use super::{decode, encode};
use crate::call::Call;
use crate::domain::dormancy::DormancyRule;
use crate::error::{Error, Objection};

pub(super) async fn update(call: Call, mut request: UpdateDormancyRuleRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.allow_in_tenant(Action::ManageTenant)?;
    let sent = request.dormancy_rule.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (id, seen) = violations.field("dormancy_rule", |violations| {
        let id = violations.field("dormancy_rule_id", |violations| fields::id(&sent.dormancy_rule_id, violations));
        (id, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let id = require(violations, id)?;

    call.once(claim.as_ref(), async {
        let before = call.dormancy_rule(&id.to_string()).await?;
        operation::etag::compare_revision(seen, before.revision)?;
        let next = before.next_revision().map_err(|_| Error::Objection(Objection::DormancyRuleDeleted(id)))?;
        let facts = decode::read(&sent, Some((&before, &mask)), call.service.now().await?)?;
        if facts == before.facts {
            return Ok(encode::dormancy_rule(&before));
        }
        let after = DormancyRule { facts, ..next };
        let (request, validate_only) = (claim.clone(), request.validate_only);
        call.change_dormancy_rule(Change { after, request, validate_only }).await
    })
    .await
}
