//! CreateDormancyRule.

use access::Action;
use contracts::reminder::v1::{CreateDormancyRuleRequest, DormancyRule as Sent};

use super::decode;
use super::target::Change;
use crate::call::Call;
use crate::domain::dormancy::DormancyRule;
use crate::error::Error;

pub(super) async fn create(call: Call, mut request: CreateDormancyRuleRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.allow_in_tenant(Action::ManageTenant)?;
    call.once(claim.as_ref(), async {
        let now = call.service.now().await?;
        let facts = decode::read(&request.dormancy_rule.unwrap_or_default(), None, now)?;
        let after = DormancyRule { id: call.service.records.clock.id_of(now), revision: 1, update_time: now, facts };
        let (request, validate_only) = (claim.clone(), request.validate_only);
        call.change_dormancy_rule(Change { after, request, validate_only }).await
    })
    .await
}
