//! The transaction: what a customer bought, and what was paid back of it.

use clock::Instant;
use serde::{Deserialize, Serialize};

use super::activity::{Columns, Kind};
use super::money::{self, MoneyError};

/// Transactions.
#[derive(Clone, Copy, Debug)]
pub struct Transaction;

/// What names no person. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Facts {
    /// The currency of all amounts, ISO 4217.
    pub currency: String,
    /// What was bought.
    pub lines: Vec<Line>,
    /// How it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethod>,
    /// What was paid back, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refunds: Vec<Refund>,
}

/// A line. Amounts and quantities are millionths.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Line {
    /// What was bought.
    pub product: String,
    /// How much of it.
    pub quantity: i64,
    /// What it costs altogether.
    pub amount: i64,
}

/// Money that was paid back.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Refund {
    /// How much, in millionths.
    pub amount: i64,
    /// When it was noted.
    pub time: Instant,
}

/// What is personal. Stored as JSON, sealed; what is empty is left out.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Personal {
    /// Its id in the system that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
    /// Why each of the refunds was made, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refund_reasons: Vec<String>,
}

/// An id in another system.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ExternalId {
    /// The name of the system.
    pub source: String,
    /// The id there.
    pub id: String,
}

/// How something was paid. Stored as its name in snake case. The list is closed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// 银行转账.
    BankTransfer,
    /// 现金.
    Cash,
    /// 银行卡.
    Card,
    /// 微信支付.
    WechatPay,
    /// 支付宝.
    Alipay,
    /// Any other.
    Other,
}

/// Why money cannot be paid back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RefundError {
    /// There is not so much left, in millionths.
    Exceeds {
        /// What is left.
        left: i64,
    },
}

impl Facts {
    /// The sum of the lines, in millionths.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], [`MoneyError::Negative`].
    pub fn total(&self) -> Result<i64, MoneyError> {
        let total = money::sum(self.lines.iter().map(|line| line.amount))?;
        if total < 0 { Err(MoneyError::Negative) } else { Ok(total) }
    }

    /// The sum of what was paid back, in millionths.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn refunded(&self) -> Result<i64, MoneyError> {
        money::sum(self.refunds.iter().map(|refund| refund.amount))
    }

    /// Whether no more was paid back than the lines come to.
    ///
    /// # Errors
    /// [`RefundError::Exceeds`], with the total.
    pub fn covers_refunds(&self) -> Result<(), RefundError> {
        let (total, refunded) = (self.total().unwrap_or_default(), self.refunded().unwrap_or(i64::MAX));
        if refunded <= total { Ok(()) } else { Err(RefundError::Exceeds { left: total }) }
    }

    /// Whether what was paid back before was so in the currency of the lines: amounts in another are not what was paid back.
    ///
    /// # Errors
    /// [`MoneyError::OtherThanRefunds`].
    pub fn keeps_currency(&self, before: &Self) -> Result<(), MoneyError> {
        let is_kept = before.refunds.is_empty() || before.currency == self.currency;
        if is_kept { Ok(()) } else { Err(MoneyError::OtherThanRefunds) }
    }

    /// Whether the lines add up, to no less than what was paid back.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], [`MoneyError::Negative`], [`MoneyError::BelowRefunds`].
    pub fn sound(&self) -> Result<(), MoneyError> {
        if self.refunded()? <= self.total()? { Ok(()) } else { Err(MoneyError::BelowRefunds) }
    }

    /// The amount that a refund pays back: `asked`, or all that is left.
    ///
    /// # Errors
    /// [`RefundError::Exceeds`] when there is not so much left, or nothing.
    pub fn refundable(&self, asked: Option<i64>) -> Result<i64, RefundError> {
        let left = self.total().unwrap_or_default().saturating_sub(self.refunded().unwrap_or(i64::MAX));
        match asked.unwrap_or(left) {
            amount if amount > 0 && amount <= left => Ok(amount),
            _ => Err(RefundError::Exceeds { left }),
        }
    }
}

impl Kind for Transaction {
    const NAME: &'static str = "transaction";
    const COLLECTION: &'static str = "transactions";
    type Facts = Facts;
    type Personal = Personal;

    fn columns(_: &Facts) -> Columns {
        Columns::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::activity;
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const FACTS_1: &str = r#"{"customer":"018f9a3c-0000-7000-8000-000000000001","state":"active","occur_time":1716163200000000,"create_time":1716163200000001,"currency":"CNY","lines":[{"product":"龙井","quantity":750000,"amount":12000000}],"payment_method":"wechat_pay","refunds":[{"amount":5000000,"time":1716163300000000}]}"#;
    const PERSONAL_1: &str =
        r#"{"external_id":{"source":"shop","id":"4711"},"remarks":"送货上门","refund_reasons":["破损"]}"#;

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        let facts: activity::Facts<Facts> = serde_json::from_str(FACTS_1).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), FACTS_1);
        for stored in [PERSONAL_1, "{}"] {
            let personal: Personal = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&personal).unwrap(), stored);
        }
    }
}
