//! DeleteDormancyRule.

use access::Action;
use contracts::reminder::v1::{DeleteDormancyRuleRequest, DormancyRule as Sent};
use operation::etag;

use super::target::Change;
use crate::call::Call;
use crate::error::{Error, Objection};

pub(super) async fn delete(call: Call, mut request: DeleteDormancyRuleRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.allow_in_tenant(Action::ManageTenant)?;
    call.once(claim.as_ref(), async {
        let before = call.dormancy_rule(&request.dormancy_rule_id).await?;
        etag::compare(&request.etag, before.revision)?;
        let deleted = |_| Error::Objection(Objection::DormancyRuleDeleted(before.id));
        let mut after = before.next_revision().map_err(deleted)?;
        after.facts.deleted = true;
        let (request, validate_only) = (claim.clone(), request.validate_only);
        call.change_dormancy_rule(Change { after, request, validate_only }).await
    })
    .await
}
