//! GetFeedback.

use contracts::interaction::v1::{Feedback as Sent, GetFeedbackRequest};

use crate::call::Call;
use crate::domain::feedback::Feedback;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn get(call: Call, request: GetFeedbackRequest) -> Result<Sent, Error> {
    let id = id_of("feedback_id", &request.feedback_id)?;
    call.read::<Feedback>(id, request.as_of.as_ref()).await
}
