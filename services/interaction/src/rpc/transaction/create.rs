//! CreateTransaction.

use contracts::interaction::v1::{CreateTransactionRequest, Transaction as Sent};
use journal::RequestClaim;

use crate::call::Call;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::draft::New;
use crate::store::external_id;

pub(super) async fn create(call: Call, mut request: CreateTransactionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.transaction.unwrap_or_default();
    call.once(claim.as_ref(), async {
        let new = call.read_new(&sent).await?;
        create_one(&call, new, claim.clone(), request.validate_only).await
    })
    .await
}

/// Records a transaction, of whose external id a tenant has one.
pub(super) async fn create_one(
    call: &Call,
    New { customer, classes, draft }: New<Transaction>,
    request: Option<RequestClaim>,
    validate_only: bool,
) -> Result<Sent, Error> {
    let claims = draft.2.external_id.iter().map(|id| external_id::key(&call.keys, id)).collect();
    call.make::<Transaction>((&customer, classes), draft, claims, (request, validate_only)).await
}
