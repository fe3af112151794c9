//! What about a year decides which of its days match a rule.

use jiff::civil::{Date, Weekday};

/// The weekday of 1 January, and whether the year, the one before and the one after are leap years. There are few shapes,
/// so what depends on the shape alone is computed once for each.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct YearShape {
    first_weekday: Weekday,
    leap_before: bool,
    leap: bool,
    leap_after: bool,
}

impl YearShape {
    pub(super) fn of(first: Date) -> Self {
        let year = first.year();
        Self {
            first_weekday: first.weekday(),
            leap_before: is_leap(year - 1),
            leap: first.in_leap_year(),
            leap_after: is_leap(year + 1),
        }
    }

    pub(super) const fn length_before(self) -> i64 {
        length(self.leap_before)
    }

    pub(super) const fn length(self) -> i64 {
        length(self.leap)
    }

    pub(super) const fn length_after(self) -> i64 {
        length(self.leap_after)
    }
}

const fn length(leap: bool) -> i64 {
    if leap { 366 } else { 365 }
}

const fn is_leap(year: i16) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
