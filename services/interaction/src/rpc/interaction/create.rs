//! CreateInteraction.

use contracts::interaction::v1::{CreateInteractionRequest, Interaction as Sent};

use crate::call::Call;
use crate::domain::interaction::Interaction;
use crate::error::Error;
use crate::rpc::draft::New;

pub(super) async fn create(call: Call, mut request: CreateInteractionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.interaction.unwrap_or_default();
    call.once(claim.as_ref(), async {
        let New { customer, classes, draft } = call.read_new::<Interaction>(&sent).await?;
        let how = (claim.clone(), request.validate_only);
        call.make::<Interaction>((&customer, classes), draft, Vec::new(), how).await
    })
    .await
}
