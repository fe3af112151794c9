//! Days as numbers, counted from 1970-01-01, so that periods of days are arithmetic.

use jiff::SignedDuration;
use jiff::civil::Date;

const EPOCH: Date = Date::constant(1970, 1, 1);

pub(super) fn of(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

/// `None` beyond the end of the calendar.
pub(super) fn to_date(day: i64) -> Option<Date> {
    EPOCH.checked_add(SignedDuration::try_from_hours(day.checked_mul(24)?)?).ok()
}
