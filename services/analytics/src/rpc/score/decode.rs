//! What is asked of scores, read into values that cannot be wrong.

use contracts::analytics::v1::ComputeScoresRequest;
use conventions::time::to_day;
use conventions::violations::{Violations, require};
use jiff::civil::Date;

use crate::domain::rfm::{Buckets, FEWEST_BUCKETS, MOST_BUCKETS};
use crate::domain::scores::Terms;
use crate::domain::zones::number;
use crate::error::Error;
use crate::rpc::money;

/// What holds where nothing is said.
const BUCKETS: u8 = 5;
const HORIZON_DAYS: i32 = 180;
const MONTHS: u32 = 12;
const MONTHLY_DISCOUNT_PERCENT: f64 = 1.0;
/// The shortest horizon.
const SHORTEST_HORIZON_DAYS: i32 = 7;

/// The terms of a computation.
pub(super) fn terms(request: &ComputeScoresRequest, today: Date) -> Result<Terms, Error> {
    let mut violations = Violations::default();
    violations.field("currency_code", |violations| money::currency(&request.currency_code, violations));
    let last_day = match &request.last_day {
        None => Some(today),
        Some(date) => violations.field("last_day", |violations| {
            let day = to_day(date, violations)?;
            if day > today {
                violations.add("must not be after today", "不得晚于今天");
                return None;
            }
            Some(day)
        }),
    };
    let mut buckets = |field, sent: i32| {
        let count = if sent == 0 { BUCKETS } else { u8::try_from(sent).unwrap_or(u8::MAX) };
        if !(FEWEST_BUCKETS..=MOST_BUCKETS).contains(&count) {
            violations.field(field, |violations| {
                violations.add(
                    format!("must be between {FEWEST_BUCKETS} and {MOST_BUCKETS}"),
                    format!("须为 {FEWEST_BUCKETS} 至 {MOST_BUCKETS}"),
                );
            });
        }
        count
    };
    let (recency, frequency, monetary) = (
        buckets("recency_buckets", request.recency_buckets),
        buckets("frequency_buckets", request.frequency_buckets),
        buckets("monetary_buckets", request.monetary_buckets),
    );
    let horizon_days = if request.horizon_days == 0 { HORIZON_DAYS } else { request.horizon_days };
    if horizon_days < SHORTEST_HORIZON_DAYS {
        violations.field("horizon_days", |violations| {
            violations.add("must be between 7 and 730", "须为 7 至 730");
        });
    }
    let discount = request.monthly_discount_percent.unwrap_or(MONTHLY_DISCOUNT_PERCENT);
    if !(0.0..=100.0).contains(&discount) {
        violations.field("monthly_discount_percent", |violations| {
            violations.add("must be between 0 and 100", "须为 0 至 100");
        });
    }
    let terms = last_day.zip(Buckets::new(recency, frequency, monetary).ok()).map(|(last_day, buckets)| Terms {
        today: number(last_day),
        buckets,
        horizon_days: horizon_days.into(),
        months: u32::try_from(request.months).ok().filter(|months| *months > 0).unwrap_or(MONTHS),
        monthly_discount: discount / 100.0,
    });
    Ok(require(violations, terms)?)
}
