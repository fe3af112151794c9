//! GetTenant.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{GetTenantRequest, Tenant as Sent};

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::tenant::{self, KIND};

pub(super) async fn get(call: Call, _: GetTenantRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ViewTenant)?;
    let kept = tenant::find(call.service.database(), call.tenant()).await?;
    call.log(Act::View, KIND, vec![tenant::id_of(call.tenant())], classes).await?;
    Ok(encode::tenant(call.tenant(), &kept))
}
