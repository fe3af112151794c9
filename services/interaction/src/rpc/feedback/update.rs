//! UpdateFeedback.

use contracts::interaction::v1::{Feedback as Sent, UpdateFeedbackRequest};

use crate::call::Call;
use crate::domain::feedback::Feedback;
use crate::error::Error;

pub(super) async fn update(call: Call, mut request: UpdateFeedbackRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.feedback.unwrap_or_default();
    let how = (claim.clone(), request.validate_only);
    let correcting = call.correct::<Feedback>(&sent, request.update_mask.as_ref(), how);
    call.once(claim.as_ref(), correcting).await
}
