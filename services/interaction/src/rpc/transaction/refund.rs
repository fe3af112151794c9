//! RefundTransaction.

use contracts::interaction::v1::{RefundTransactionRequest, Transaction as Sent};
use conventions::fields::refuse;
use conventions::violations::{Violations, require_none};
use journal::ChangeKind;

use super::decode;
use crate::call::Call;
use crate::domain::activity::{Activity, Facts};
use crate::domain::money::{MoneyError, quantity_text};
use crate::domain::transaction::{self, Personal, Refund, RefundError, Transaction};
use crate::error::{Error, Objection};
use crate::rpc::target::{Change, Resource, Target, id_of};

pub(super) async fn refund(call: Call, mut request: RefundTransactionRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let id = id_of("transaction_id", &request.transaction_id)?;
    call.once(claim.as_ref(), async {
        let target = call.target::<Transaction>(id, Transaction::EDIT).await?;
        target.compare(&request.etag)?;
        let after = refunded(&call, &target, &request)?;
        let (kind, validate_only) = (ChangeKind::Updated, request.validate_only);
        call.change(&target, Change { after, kind, request: claim.clone(), validate_only }).await
    })
    .await
}

/// The transaction with one more refund.
fn refunded(
    call: &Call,
    target: &Target<Transaction>,
    request: &RefundTransactionRequest,
) -> Result<Activity<Transaction>, Error> {
    let before = &target.activity;
    let said = before.changeable().map_err(|state| target.refused(state))?;
    let own = &before.facts.own;
    let mut violations = Violations::default();
    let asked = violations.field("amount", |violations| {
        let (currency, micros) = decode::amount(request.amount.as_ref()?, violations)?;
        if currency != own.currency {
            refuse(violations, MoneyError::OtherCurrency);
        }
        if micros <= 0 {
            refuse(violations, MoneyError::NotPositive);
        }
        Some(micros)
    });
    require_none(violations)?;
    let amount = own.refundable(asked).map_err(|RefundError::Exceeds { left }| {
        let left = format!("{} {}", quantity_text(left), own.currency);
        Error::Objection(Objection::RefundExceeds { id: before.id, left })
    })?;
    let refunds = [own.refunds.as_slice(), &[Refund { amount, time: call.service.records.clock.now() }]].concat();
    let reason = request.reason.trim().to_owned();
    let refund_reasons = [said.refund_reasons.as_slice(), &[reason]].concat();
    let facts = Facts { own: transaction::Facts { refunds, ..own.clone() }, ..before.facts.clone() };
    Ok(Activity { facts, personal: Some(Personal { refund_reasons, ..said.clone() }), ..before.clone() })
}
