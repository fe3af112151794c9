//! A transaction as it was sent, read field by field into values that cannot be wrong; every violation is noted.

use clock::Instant;
use contracts::google::r#type::Money;
use contracts::interaction::v1 as wire;
use conventions::fields::{ok, refuse, text};
use conventions::time::to_instant;
use conventions::violations::Violations;

use crate::domain::money::{self, MICROS, MoneyError};
use crate::domain::transaction::{ExternalId, Facts, Line, PaymentMethod, Personal};

/// The longest remarks, in characters.
const MAX_REMARKS_CHARS: usize = 10_000;

/// When it was made, what names no person, and what is personal.
pub(super) type Given = (Instant, Facts, Personal);

/// Reads a transaction.
pub(super) fn transaction(sent: &wire::Transaction, now: Instant, violations: &mut Violations) -> Option<Given> {
    let time = match &sent.transaction_time {
        None => Some(now),
        Some(time) => violations.field("transaction_time", |violations| to_instant(time, violations)),
    };
    let read = violations.field("lines", |violations| lines(&sent.lines, violations));
    let remarks = violations.field("remarks", |violations| text(&sent.remarks, MAX_REMARKS_CHARS, violations));
    let external_id = match &sent.external_id {
        None => Some(None),
        Some(id) => violations.field("external_id", |violations| external_id(id, violations)).map(Some),
    };
    let (currency, lines) = read?;
    let facts = Facts { currency, lines, payment_method: payment_method(sent.payment_method), refunds: Vec::new() };
    if let Err(error) = facts.total() {
        violations.field("lines", |violations| refuse(violations, error));
        return None;
    }
    let personal = Personal { external_id: external_id?, remarks: remarks?, refund_reasons: Vec::new() };
    Some((time?, facts, personal))
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
