//! A target as it was sent.

use contracts::analytics::v1::{Target as Sent, TargetMeasure};
use contracts::google::r#type::{Date, Money};
use conventions::time::to_day;
use conventions::violations::{Violations, require};
use uuid::Uuid;

use crate::domain::target::{Aim, Goal, Holder};
use crate::error::Error;
use crate::rpc::money;

/// Millionths in one, and billionths in a millionth.
const MILLION: i64 = 1_000_000;
const NANOS: i32 = 1_000;

/// What is to be reached, and how much of it, in millionths.
pub(super) fn read(sent: &Sent) -> Result<(Aim, i64), Error> {
    let mut violations = Violations::default();
    let read = violations.field("target", |violations| {
        let holder = violations.field("staff_id", |violations| holder(sent, violations));
        let month = violations.field("month", |violations| month(sent.month.as_ref(), violations));
        let (goal, value, currency) = match sent.measure() {
            TargetMeasure::Unspecified => {
                violations.field("measure", Violations::add_required);
                return None;
            }
            TargetMeasure::NetSales => {
                let amount = violations.field("amount", |violations| amount(sent.amount.as_ref(), violations));
                if sent.count != 0 {
                    violations
                        .field("count", |violations| violations.add("sales are an amount", "销售目标请填 amount"));
                }
                let (value, currency) = amount?;
                (Goal::NetSales, value, currency)
            }
            TargetMeasure::CreatedCustomers => (Goal::CreatedCustomers, count(sent, violations)?, String::new()),
            TargetMeasure::Interactions => (Goal::Interactions, count(sent, violations)?, String::new()),
        };
        Some((Aim { holder: holder?, goal, month: month?, currency }, value))
    });
    Ok(require(violations, read)?)
}

/// The first day of a month; none said is none.
pub(super) fn month(sent: Option<&Date>, violations: &mut Violations) -> Option<jiff::civil::Date> {
    let day = to_day(sent?, violations)?;
    if day != day.first_of_month() {
        violations.add("must be the first day of a month", "须为某月第一天");
        return None;
    }
    Some(day)
}

fn holder(sent: &Sent, violations: &mut Violations) -> Option<Holder> {
    let staff = Uuid::try_parse(&sent.staff_id).ok().map(Holder::Staff);
    let holder = staff.or_else(|| Uuid::try_parse(&sent.team_id).ok().map(Holder::Team));
    if holder.is_none() {
        violations.add("say whose target it is: a staff member's or a team's", "请指明员工或团队");
    }
    holder
}

fn amount(sent: Option<&Money>, violations: &mut Violations) -> Option<(i64, String)> {
    let Some(money) = sent.filter(|money| !money.currency_code.is_empty()) else {
        violations.add(
            "must be an amount in a currency, such as 100000 CNY; 0 takes the target away",
            "须为带币种的金额，如 100000 CNY；0 表示取消目标",
        );
        return None;
    };
    let currency = violations.field("currency_code", |violations| money::currency(&money.currency_code, violations))?;
    let value = money.units.checked_mul(MILLION).and_then(|units| units.checked_add(i64::from(money.nanos / NANOS)));
    let value = value.filter(|value| *value >= 0 && (0..1_000_000_000).contains(&money.nanos));
    if value.is_none() {
        violations.add("must be an amount from 0 to 9,000,000,000,000", "须为 0 至 9,000,000,000,000 的金额");
    }
    Some((value?, currency))
}

fn count(sent: &Sent, violations: &mut Violations) -> Option<i64> {
    if sent.amount.is_some() {
        violations.field("amount", |violations| {
            violations.add("only sales are an amount: give count", "仅销售目标使用金额，请填 count")
        });
        return None;
    }
    Some(sent.count.saturating_mul(MILLION))
}
