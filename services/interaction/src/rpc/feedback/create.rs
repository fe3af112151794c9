//! CreateFeedback.

use contracts::interaction::v1::{CreateFeedbackRequest, Feedback as Sent};

use crate::call::Call;
use crate::domain::feedback::Feedback;
use crate::error::Error;
use crate::rpc::draft::New;

pub(super) async fn create(call: Call, mut request: CreateFeedbackRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.feedback.unwrap_or_default();
    call.once(claim.as_ref(), async {
        let New { customer, classes, draft } = call.read_new::<Feedback>(&sent).await?;
        let how = (claim.clone(), request.validate_only);
        call.make::<Feedback>((&customer, classes), draft, Vec::new(), how).await
    })
    .await
}
