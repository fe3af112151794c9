//! A rule with everything filled in from its start, and the arithmetic of its periods.
//!
//! Periods are numbered in the unit of `FREQ`: years from year 0, the others from 1970. A rule visits every `INTERVAL`th
//! one, counted from the period of its start.

use std::ops::RangeInclusive;

use jiff::civil::{Date, DateTime, Weekday};

use super::day_number;
use super::day_parts::DayParts;
use super::time_slots::TimeSlots;
use crate::rule::{Frequency, Rule};

/// The calendar repeats every 400 years, weekdays included.
const DAYS_IN_CYCLE: i64 = 146_097;

/// 1970-01-01 was a Thursday, three days into its week from Monday.
const MONDAY_TO_EPOCH: i64 = 3;

#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) start: DateTime,
    pub(super) day_parts: DayParts,
    pub(super) time_slots: TimeSlots,
    pub(super) positions: Vec<i16>,
    /// Whether all periods with a matching day have as many occurrences.
    pub(super) of_one_size: bool,
    frequency: Frequency,
    interval: i64,
    week_start: Weekday,
    /// The period of the start.
    origin: i64,
    /// After how many periods the visited ones repeat: what did not occur in so many never will.
    pub(super) cycle: i64,
}

impl Plan {
    pub(super) fn new(rule: &Rule, start: DateTime) -> Self {
        let mut plan = Self {
            start,
            day_parts: DayParts::new(rule, start),
            time_slots: TimeSlots::new(rule, start),
            positions: rule.positions.clone(),
            of_one_size: rule.frequency < Frequency::Weekly
                || (rule.frequency == Frequency::Weekly && rule.months.is_empty()),
            frequency: rule.frequency,
            interval: rule.interval.into(),
            week_start: rule.week_start,
            origin: 0,
            cycle: 0,
        };
        plan.origin = plan.period_at(start);
        plan.cycle = plan.compute_cycle();
        plan
    }

    /// The last visited period that begins at `at` or before, at least the start's.
    pub(super) fn visited_at(&self, at: DateTime) -> i64 {
        let ahead = (self.period_at(at) - self.origin).max(0);
        self.origin + ahead / self.interval * self.interval
    }

    /// The first visited period that is `period` or comes after it.
    pub(super) fn visited_from(&self, period: i64) -> i64 {
        let ahead = (period - self.origin).max(0);
        self.origin + (ahead + self.interval - 1) / self.interval * self.interval
    }

    /// The days that a period covers, or lies in; `None` beyond the end of the calendar.
    pub(super) fn days_of(&self, period: i64) -> Option<RangeInclusive<i64>> {
        let (first, last) = match self.frequency {
            Frequency::Yearly => {
                let first = Date::new(i16::try_from(period).ok()?, 1, 1).ok()?;
                (day_number::of(first), day_number::of(first.last_of_year()))
            }
            Frequency::Monthly => {
                let month = i8::try_from(period.rem_euclid(12)).ok()? + 1;
                let first = Date::new(i16::try_from(period.div_euclid(12)).ok()?, month, 1).ok()?;
                (day_number::of(first), day_number::of(first.last_of_month()))
            }
            Frequency::Weekly => {
                let first = period * 7 - self.epoch_in_week();
                (first, first + 6)
            }
            Frequency::Daily | Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => {
                let day = period.div_euclid(self.time_slots.per_day());
                (day, day)
            }
        };
        Some(first..=last)
    }

    /// The period that has the first slot of a day.
    pub(super) fn period_of_day(&self, day: i64) -> Option<i64> {
        let year_and_month = |date: Date| (i64::from(date.year()), i64::from(date.month()));
        Some(match self.frequency {
            Frequency::Yearly => year_and_month(day_number::to_date(day)?).0,
            Frequency::Monthly => {
                let (year, month) = year_and_month(day_number::to_date(day)?);
                year * 12 + month - 1
            }
            Frequency::Weekly => (day + self.epoch_in_week()).div_euclid(7),
            Frequency::Daily | Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => {
                day * self.time_slots.per_day()
            }
        })
    }

    fn period_at(&self, at: DateTime) -> i64 {
        self.period_of_day(day_number::of(at.date())).unwrap_or_default() + self.time_slots.containing(at.time())
    }

    fn compute_cycle(&self) -> i64 {
        let cycle = match self.frequency {
            Frequency::Yearly => 400,
            Frequency::Monthly => 400 * 12,
            Frequency::Weekly => DAYS_IN_CYCLE / 7,
            Frequency::Daily | Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => {
                DAYS_IN_CYCLE * self.time_slots.per_day()
            }
        };
        (cycle / greatest_common_divisor(cycle, self.interval)).saturating_mul(self.interval)
    }

    /// How many days into its week 1970-01-01 is.
    fn epoch_in_week(&self) -> i64 {
        (MONDAY_TO_EPOCH - i64::from(self.week_start.to_monday_zero_offset())).rem_euclid(7)
    }
}

const fn greatest_common_divisor(mut larger: i64, mut smaller: i64) -> i64 {
    while smaller != 0 {
        (larger, smaller) = (smaller, larger % smaller);
    }
    larger
}
