//! GetDormancyRule.

use access::Action;
use access::log::Act;
use contracts::reminder::v1::{DormancyRule as Sent, GetDormancyRuleRequest};

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::dormancy_rule::KIND;

pub(super) async fn get(call: Call, request: GetDormancyRuleRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ViewTenant)?;
    let dormancy_rule = call.dormancy_rule(&request.dormancy_rule_id).await?;
    call.log(Act::View, KIND, vec![dormancy_rule.id], classes).await?;
    Ok(encode::dormancy_rule(&dormancy_rule))
}
