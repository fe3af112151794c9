//! DeleteFeedback.

use contracts::interaction::v1::{DeleteFeedbackRequest, Feedback as Sent};

use crate::call::Call;
use crate::domain::feedback::Feedback;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn delete(call: Call, mut request: DeleteFeedbackRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of("feedback_id", &request.feedback_id)?;
    let deleting = call.delete::<Feedback>(id, &request.etag, claim.clone(), request.validate_only);
    call.once(claim.as_ref(), deleting).await
}
