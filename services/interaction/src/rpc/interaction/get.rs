//! GetInteraction.

use contracts::interaction::v1::{GetInteractionRequest, Interaction as Sent};

use crate::call::Call;
use crate::domain::interaction::Interaction;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn get(call: Call, request: GetInteractionRequest) -> Result<Sent, Error> {
    let id = id_of("interaction_id", &request.interaction_id)?;
    call.read::<Interaction>(id, request.as_of.as_ref()).await
}
