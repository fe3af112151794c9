//! A transaction as a caller may see it.

use access::{ClassSet, DataClass, mask};
use contracts::google::r#type::Money;
use contracts::interaction::v1 as wire;
use conventions::{etag, time};

use crate::domain::activity::Activity;
use crate::domain::money;
use crate::domain::transaction::{Facts, PaymentMethod, Personal, Transaction};
use crate::rpc::encode;

/// The classes of a transaction's fields beside facts.
const CLASSES: [DataClass; 2] = [DataClass::Finance, DataClass::Note];

/// The transaction on the wire, for a caller who may read `classes`.
pub(super) fn transaction(activity: &Activity<Transaction>, classes: ClassSet) -> wire::Transaction {
    let (facts, own) = (&activity.facts, &activity.facts.own);
    let mut sent = wire::Transaction {
        transaction_id: activity.id.to_string(),
        customer: facts.customer.to_string(),
        transaction_time: Some(time::to_timestamp(facts.occur_time)),
        lines: lines(own),
        total: Some(total(own)),
        payment_method: payment_method(own.payment_method).into(),
        refunds: refunds(own, activity.personal.as_ref(), classes),
        refunded: Some(refunded(own)),
        author: facts.author.map(|id| id.to_string()).unwrap_or_default(),
        create_time: Some(time::to_timestamp(facts.create_time)),
        update_time: Some(time::to_timestamp(activity.update_time)),
        delete_time: facts.delete_time.map(time::to_timestamp),
        state: encode::state(facts.state).into(),
        revision: activity.revision,
        etag: etag::of_revision(activity.revision),
        masked_classes: encode::masked(&CLASSES, classes),
        ..wire::Transaction::default()
    };
    if let Some(personal) = &activity.personal {
        sent.remarks = mask::shown(&personal.remarks, DataClass::Note, classes).into_owned();
        let id = personal.external_id.as_ref().filter(|_| classes.contains(DataClass::Finance));
        sent.external_id = id.map(|id| wire::TransactionExternalId { source: id.source.clone(), id: id.id.clone() });
    }
    sent
}

/// The lines.
pub(crate) fn lines(facts: &Facts) -> Vec<wire::TransactionLine> {
    let line = |line: &crate::domain::transaction::Line| wire::TransactionLine {
        product: line.product.clone(),
        quantity: money::quantity_text(line.quantity),
        amount: Some(amount(facts, line.amount)),
    };
    facts.lines.iter().map(line).collect()
}

/// The sum of the lines.
pub(crate) fn total(facts: &Facts) -> Money {
    // It could be counted when the lines were written.
    amount(facts, facts.total().unwrap_or_default())
}

/// The sum of what was paid back.
pub(crate) fn refunded(facts: &Facts) -> Money {
    amount(facts, facts.refunded().unwrap_or_default())
}

/// How it was paid.
pub(crate) fn payment_method(method: Option<PaymentMethod>) -> wire::PaymentMethod {
    match method {
        None => wire::PaymentMethod::Unspecified,
        Some(PaymentMethod::BankTransfer) => wire::PaymentMethod::BankTransfer,
        Some(PaymentMethod::Cash) => wire::PaymentMethod::Cash,
        Some(PaymentMethod::Card) => wire::PaymentMethod::Card,
        Some(PaymentMethod::WechatPay) => wire::PaymentMethod::WechatPay,
        Some(PaymentMethod::Alipay) => wire::PaymentMethod::Alipay,
        Some(PaymentMethod::Other) => wire::PaymentMethod::Other,
    }
}

fn refunds(facts: &Facts, personal: Option<&Personal>, classes: ClassSet) -> Vec<wire::Refund> {
    let reason = |index: usize| personal.and_then(|personal| personal.refund_reasons.get(index));
    let refund = |(index, refund): (usize, &crate::domain::transaction::Refund)| wire::Refund {
        amount: Some(amount(facts, refund.amount)),
        refund_time: Some(time::to_timestamp(refund.time)),
        reason: reason(index)
            .map(|reason| mask::shown(reason, DataClass::Note, classes).into_owned())
            .unwrap_or_default(),
    };
    facts.refunds.iter().enumerate().map(refund).collect()
}

fn amount(facts: &Facts, micros: i64) -> Money {
    let (units, nanos) = money::units_and_nanos(micros);
    Money { currency_code: facts.currency.clone(), units, nanos }
}
