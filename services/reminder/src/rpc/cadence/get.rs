//! GetCadence.

use access::Action;
use access::log::Act;
use contracts::reminder::v1::{Cadence as Sent, GetCadenceRequest};

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::cadence::KIND;

pub(super) async fn get(call: Call, request: GetCadenceRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ViewTenant)?;
    let cadence = call.cadence(&request.cadence_id).await?;
    call.log(Act::View, KIND, vec![cadence.id], classes).await?;
    Ok(encode::cadence(&cadence))
}
