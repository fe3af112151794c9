//! UndeleteFeedback.

use contracts::interaction::v1::{Feedback as Sent, UndeleteFeedbackRequest};

use crate::call::Call;
use crate::domain::feedback::Feedback;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn undelete(call: Call, mut request: UndeleteFeedbackRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of("feedback_id", &request.feedback_id)?;
    let undeleting = call.undelete::<Feedback>(id, &request.etag, claim.clone(), request.validate_only);
    call.once(claim.as_ref(), undeleting).await
}
