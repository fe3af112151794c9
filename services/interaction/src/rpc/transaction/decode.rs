//! A transaction as it was sent, read field by field into values that cannot be wrong; every violation is noted.

use clock::Instant;
use contracts::google::r#type::Money;
use contracts::interaction::v1 as wire;
use conventions::fields::{Fields, ok, refuse, text};
use conventions::time::to_instant;
use conventions::violations::Violations;

use crate::domain::money::{self, MICROS, MoneyError};
use crate::domain::transaction::{ExternalId, Facts, Line, PaymentMethod, Personal, Transaction};
use crate::rpc::decode::MAX_TEXT_CHARS;
use crate::rpc::draft::{Before, Draft};

/// Reads a transaction that is made, or corrected; what was paid back of it stays.
pub(super) fn transaction(
    sent: &wire::Transaction,
    before: Before<'_, Transaction>,
    now: Instant,
    violations: &mut Violations,
) -> Option<Draft<Transaction>> {
    let mut fields = Fields { update: before, violations };
    let time = fields.read(
        "transaction_time",
        |(time, ..)| *time,
        |violations| match &sent.transaction_time {
            None => Some(now),
            Some(time) => to_instant(time, violations),
        },
    );
    let read = fields.read(
        "lines",
        |(_, facts, _)| (facts.currency.clone(), facts.lines.clone()),
        |violations| lines(&sent.lines, violations),
    );
    let payment_method = fields.read(
        "payment_method",
        |(_, facts, _)| facts.payment_method,
        |_| Some(payment_method(sent.payment_method)),
    );
    let remarks = fields.read("remarks", |(.., p)| p.remarks.clone(), |v| text(&sent.remarks, MAX_TEXT_CHARS, v));
    let external_id = fields.read(
        "external_id",
        |(.., personal)| personal.external_id.clone(),
        |violations| match &sent.external_id {
            None => Some(None),
            Some(id) => external_id(id, violations).map(Some),
        },
    );
    let was = before.map(|((_, facts, personal), _)| (facts, personal));
    let refunds = was.map(|(facts, _)| facts.refunds.clone()).unwrap_or_default();
    let refund_reasons = was.map(|(_, personal)| personal.refund_reasons.clone()).unwrap_or_default();
    let ((currency, lines), external_id) = (read?, external_id?);
    if was.is_some_and(|(_, personal)| personal.external_id != external_id) {
        violations.field("external_id", |violations| violations.add("never changes", "不可更改"));
    }
    let facts = Facts { currency, lines, payment_method: payment_method?, refunds };
    let keeps_currency = was.map_or(Ok(()), |(was, _)| facts.keeps_currency(was));
    if let Err(error) = keeps_currency.and_then(|()| facts.sound()) {
        violations.field("lines", |violations| refuse(violations, error));
        return None;
    }
    Some((time?, facts, Personal { external_id, remarks: remarks?, refund_reasons }))
}

fn lines(sent: &[wire::TransactionLine], violations: &mut Violations) -> Option<(String, Vec<Line>)> {
    if sent.is_empty() {
        violations.add_required();
        return None;
    }
    let (mut currency, mut lines) = (None, Vec::with_capacity(sent.len()));
    for (index, sent) in sent.iter().enumerate() {
        violations.item(index, |violations| {
            // The annotation of the field says that it is required.
            let Some(sent_amount) = &sent.amount else { return };
            let amount = violations.field("amount", |violations| amount(sent_amount, violations));
            let quantity = violations.field("quantity", |violations| match sent.quantity.as_str() {
                "" => Some(MICROS),
                quantity => ok(money::quantity(quantity), violations),
            });
            let Some((code, amount)) = amount else { return };
            if *currency.get_or_insert_with(|| code.clone()) != code {
                violations.field("amount", |violations| refuse(violations, MoneyError::OtherCurrency));
            }
            if let Some(quantity) = quantity {
                lines.push(Line { product: sent.product.trim().to_owned(), quantity, amount });
            }
        });
    }
    Some((currency?, lines))
}

/// The currency and the millionths of an amount.
pub(super) fn amount(sent: &Money, violations: &mut Violations) -> Option<(String, i64)> {
    let currency = ok(money::currency(&sent.currency_code), violations);
    let micros = ok(money::micros(sent.units, sent.nanos), violations);
    currency.zip(micros)
}

/// An id in another system.
pub(super) fn external_id(sent: &wire::TransactionExternalId, violations: &mut Violations) -> Option<ExternalId> {
    let is_named = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._:-".contains(&byte);
    let mut is_sound = true;
    if sent.source.is_empty() || !sent.source.bytes().all(is_named) {
        violations.field("source", |violations| {
            violations.add("must be of a-z 0-9 . _ : -", "只能用 a-z、0-9、`.`、`_`、`:` 和 `-`");
        });
        is_sound = false;
    }
    if sent.id.is_empty() || sent.id.chars().any(char::is_control) {
        violations.field("id", |violations| {
            violations.add("must be there, without control characters", "必填，且不能含有控制字符");
        });
        is_sound = false;
    }
    is_sound.then(|| ExternalId { source: sent.source.clone(), id: sent.id.clone() })
}

fn payment_method(sent: i32) -> Option<PaymentMethod> {
    match wire::PaymentMethod::try_from(sent) {
        Ok(wire::PaymentMethod::BankTransfer) => Some(PaymentMethod::BankTransfer),
        Ok(wire::PaymentMethod::Cash) => Some(PaymentMethod::Cash),
        Ok(wire::PaymentMethod::Card) => Some(PaymentMethod::Card),
        Ok(wire::PaymentMethod::WechatPay) => Some(PaymentMethod::WechatPay),
        Ok(wire::PaymentMethod::Alipay) => Some(PaymentMethod::Alipay),
        Ok(wire::PaymentMethod::Other) => Some(PaymentMethod::Other),
        // The annotation of the field refuses others.
        Ok(wire::PaymentMethod::Unspecified) | Err(_) => None,
    }
}
