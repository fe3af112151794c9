//! UndeleteTransaction.

use contracts::interaction::v1::{Transaction as Sent, UndeleteTransactionRequest};

use crate::call::Call;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn undelete(call: Call, mut request: UndeleteTransactionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of("transaction_id", &request.transaction_id)?;
    let undeleting = call.undelete::<Transaction>(id, &request.etag, claim.clone(), request.validate_only);
    call.once(claim.as_ref(), undeleting).await
}
