//! GetTransaction.

use contracts::interaction::v1::{GetTransactionRequest, Transaction as Sent};

use crate::call::Call;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::target::id_of;

pub(super) async fn get(call: Call, request: GetTransactionRequest) -> Result<Sent, Error> {
    let id = id_of("transaction_id", &request.transaction_id)?;
    call.read::<Transaction>(id, request.as_of.as_ref()).await
}
