//! UpdateTransaction.

use contracts::interaction::v1::{Transaction as Sent, UpdateTransactionRequest};

use crate::call::Call;
use crate::domain::transaction::Transaction;
use crate::error::Error;

pub(super) async fn update(call: Call, mut request: UpdateTransactionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.transaction.unwrap_or_default();
    let how = (claim.clone(), request.validate_only);
    let correcting = call.correct::<Transaction>(&sent, request.update_mask.as_ref(), how);
    call.once(claim.as_ref(), correcting).await
}
