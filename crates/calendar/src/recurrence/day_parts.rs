//! Which days of a year the parts of a rule about days let through.

use jiff::civil::{Date, DateTime, Weekday};

use super::year_shape::YearShape;
use crate::rule::{Frequency, Rule, RuleWeekday};

/// The parts of a rule about days, completed from the start.
#[derive(Clone, Debug)]
pub(super) struct DayParts {
    months: Vec<i16>,
    week_numbers: Vec<i16>,
    year_days: Vec<i16>,
    month_days: Vec<i16>,
    weekdays: Vec<RuleWeekday>,
    /// Whether a numbered weekday counts within its month, not its year.
    numbered_in_month: bool,
    week_start: Weekday,
    skip_backward: bool,
}

impl DayParts {
    pub(super) fn new(rule: &Rule, start: DateTime) -> Self {
        let mut parts = Self {
            months: rule.months.clone(),
            week_numbers: rule.week_numbers.clone(),
            year_days: rule.year_days.clone(),
            month_days: rule.month_days.clone(),
            weekdays: rule.weekdays.clone(),
            numbered_in_month: rule.frequency == Frequency::Monthly || !rule.months.is_empty(),
            week_start: rule.week_start,
            skip_backward: rule.skip_backward && rule.frequency >= Frequency::Monthly,
        };
        if parts.year_days.is_empty() && parts.month_days.is_empty() && parts.weekdays.is_empty() {
            parts.complete(rule.frequency, start);
        }
        parts
    }

    /// No part says which day of the period it is, so it is the start's.
    fn complete(&mut self, frequency: Frequency, start: DateTime) {
        if frequency == Frequency::Weekly || !self.week_numbers.is_empty() {
            self.weekdays.push(RuleWeekday { ordinal: None, weekday: start.weekday() });
        } else if frequency >= Frequency::Monthly {
            self.month_days.push(start.day().into());
            if frequency == Frequency::Yearly && self.months.is_empty() {
                self.months.push(start.month().into());
            }
        }
    }

    /// The matching days of a year, counted from 0 on 1 January. Years of one shape have the same.
    pub(super) fn days_of(&self, year: i16, shape: YearShape) -> Vec<i64> {
        let mut matching = Vec::new();
        let mut year_day = 0;
        for first in (1..=12).filter_map(|month| Date::new(year, month, 1).ok()) {
            let in_month = self.months.is_empty() || self.months.contains(&first.month().into());
            let length = i64::from(first.days_in_month());
            for month_day in 0..length {
                let weekday = first.weekday().wrapping_add(month_day);
                if in_month
                    && self.match_month_day(month_day, length)
                    && matches(&self.year_days, Place::of_day(year_day, shape.length()))
                    && self.match_week_number(weekday, year_day, shape)
                    && self.match_weekday(
                        weekday,
                        if self.numbered_in_month {
                            Place::of_week(month_day, length)
                        } else {
                            Place::of_week(year_day, shape.length())
                        },
                    )
                {
                    matching.push(year_day);
                }
                year_day += 1;
            }
        }
        matching
    }

    fn match_month_day(&self, day: i64, days_in_month: i64) -> bool {
        let lacks_a_day = || self.month_days.last().is_some_and(|last| i64::from(*last) > days_in_month);
        matches(&self.month_days, Place::of_day(day, days_in_month))
            || (self.skip_backward && day + 1 == days_in_month && lacks_a_day())
    }

    /// A week belongs to the year that has its fourth day, and is the nth one of that weekday in it.
    fn match_week_number(&self, weekday: Weekday, year_day: i64, shape: YearShape) -> bool {
        if self.week_numbers.is_empty() {
            return true;
        }
        let fourth_day = year_day - i64::from(weekday.since(self.week_start)) + 3;
        let (day, length) = if fourth_day < 0 {
            (fourth_day + shape.length_before(), shape.length_before())
        } else if fourth_day >= shape.length() {
            (fourth_day - shape.length(), shape.length_after())
        } else {
            (fourth_day, shape.length())
        };
        matches(&self.week_numbers, Place::of_week(day, length))
    }

    fn match_weekday(&self, weekday: Weekday, place: Place) -> bool {
        self.weekdays.is_empty()
            || self
                .weekdays
                .iter()
                .any(|listed| listed.weekday == weekday && listed.ordinal.is_none_or(|ordinal| place.is(ordinal)))
    }
}

/// Where something stands in a row, from 1, and from its end, from -1.
#[derive(Clone, Copy)]
struct Place {
    from_start: i64,
    from_end: i64,
}

impl Place {
    const fn of_day(day: i64, days: i64) -> Self {
        Self { from_start: day + 1, from_end: day - days }
    }

    /// Among the days with the same weekday.
    const fn of_week(day: i64, days: i64) -> Self {
        Self { from_start: day / 7 + 1, from_end: -((days - 1 - day) / 7 + 1) }
    }

    fn is(self, ordinal: i16) -> bool {
        let ordinal = i64::from(ordinal);
        ordinal == self.from_start || ordinal == self.from_end
    }
}

/// Whether a part lists this place; a part that is not given lets all through.
fn matches(listed: &[i16], place: Place) -> bool {
    let lists = |ordinal| i16::try_from(ordinal).is_ok_and(|ordinal| listed.binary_search(&ordinal).is_ok());
    listed.is_empty() || lists(place.from_start) || lists(place.from_end)
}
