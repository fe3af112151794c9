//! UndeleteInteraction.

use contracts::interaction::v1::{Interaction as Sent, UndeleteInteractionRequest};

use crate::call::Call;
use crate::domain::interaction::Interaction;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn undelete(call: Call, mut request: UndeleteInteractionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of("interaction_id", &request.interaction_id)?;
    let undeleting = call.undelete::<Interaction>(id, &request.etag, claim.clone(), request.validate_only);
    call.once(claim.as_ref(), undeleting).await
}
