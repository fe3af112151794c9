//! UpdateInteraction.

use contracts::interaction::v1::{Interaction as Sent, UpdateInteractionRequest};

use crate::call::Call;
use crate::domain::interaction::Interaction;
use crate::error::Error;

pub(super) async fn update(call: Call, mut request: UpdateInteractionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.interaction.unwrap_or_default();
    let how = (claim.clone(), request.validate_only);
    let correcting = call.correct::<Interaction>(&sent, request.update_mask.as_ref(), how);
    call.once(claim.as_ref(), correcting).await
}
