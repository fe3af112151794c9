//! GetPoolPolicy.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{GetPoolPolicyRequest, PoolPolicy as Sent};

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::pool_policy::{self, KIND};

pub(crate) async fn get(call: Call, _: GetPoolPolicyRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ViewTenant)?;
    let kept = pool_policy::find(call.service.database(), call.tenant()).await?;
    call.log(Act::View, KIND, vec![pool_policy::id_of(call.tenant())], classes).await?;
    Ok(encode::pool_policy(&kept))
}
