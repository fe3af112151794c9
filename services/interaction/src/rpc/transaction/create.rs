//! CreateTransaction.

use access::ClassSet;
use contracts::interaction::v1::{CreateTransactionRequest, Transaction as Sent};
use conventions::violations::{Violations, require};
use customers::Customer;
use journal::RequestClaim;

use super::decode;
use super::field_class::field_class;
use crate::call::Call;
use crate::domain::transaction::{Personal, Transaction};
use crate::error::Error;
use crate::rpc::target::Resource;
use crate::store::external_id;

pub(super) async fn create(call: Call, mut request: CreateTransactionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.transaction.unwrap_or_default();
    call.once(claim.as_ref(), async {
        let mut violations = Violations::default();
        let given = violations.field("transaction", |violations| {
            if sent.customer.is_empty() {
                violations.field("customer", Violations::add_required);
            }
            decode::transaction(&sent, call.service.records.clock.now(), violations)
        });
        let given = require(violations, given)?;
        let (customer, classes) = call.live_customer(&sent.customer, Transaction::EDIT).await?;
        create_one(&call, (&customer, classes), given, claim.clone(), request.validate_only).await
    })
    .await
}

/// Records a transaction of a customer.
pub(super) async fn create_one(
    call: &Call,
    customer: (&Customer, ClassSet),
    (time, facts, personal): decode::Given,
    request: Option<RequestClaim>,
    validate_only: bool,
) -> Result<Sent, Error> {
    if !writable(&personal, customer.1) {
        return Err(Error::PermissionDenied);
    }
    let claims: Vec<_> = personal.external_id.iter().map(|id| external_id::key(&call.keys, id)).collect();
    call.make::<Transaction>(customer, time, (facts, personal), claims, (request, validate_only)).await
}

/// Whether a caller who may read `classes` may write what is personal: who may not read a field does not write it.
pub(super) fn writable(personal: &Personal, classes: ClassSet) -> bool {
    let Personal { external_id, remarks, refund_reasons: _ } = personal;
    (external_id.is_none() || classes.contains(field_class("external_id")))
        && (remarks.is_empty() || classes.contains(field_class("remarks")))
}
