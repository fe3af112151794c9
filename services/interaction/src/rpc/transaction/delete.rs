//! DeleteTransaction.

use contracts::interaction::v1::{DeleteTransactionRequest, Transaction as Sent};

use crate::call::Call;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn delete(call: Call, mut request: DeleteTransactionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of("transaction_id", &request.transaction_id)?;
    let deleting = call.delete::<Transaction>(id, &request.etag, claim.clone(), request.validate_only);
    call.once(claim.as_ref(), deleting).await
}
