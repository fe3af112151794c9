//! From one period that has matching days to the next, with a bound on the work.

use jiff::civil::DateTime;

use super::day_number;
use super::matching_days::MatchingDays;
use super::period::Period;
use super::plan::Plan;
use crate::error::Error;

/// The most steps in which one occurrence is found, or `COUNT` counted through. A step looks at a period; days and times of
/// day that cannot match are passed over in one. That is enough to know of nearly every rule whether it ever occurs again.
pub const MAX_STEPS: usize = 30_000;

/// How many days of a period are listed in the time of a step.
const DAYS_A_STEP: usize = 4;

#[derive(Clone, Debug)]
pub(super) struct Periods<'p> {
    plan: &'p Plan,
    /// Where the first period is entered.
    from: Option<DateTime>,
    matching_days: MatchingDays<'p>,
    period: i64,
    /// Where the search has seen all that there is to see since the last find.
    all_seen: i64,
    last_day: i64,
    steps_left: usize,
}

/// What there is at a period.
enum Visit<'p> {
    Found(Period<'p>),
    /// Nothing before this period.
    NothingBefore(i64),
    /// Nothing any more.
    End,
}

impl<'p> Periods<'p> {
    /// From `from` to the end of the day of `last`.
    pub(super) fn new(plan: &'p Plan, from: DateTime, last: DateTime) -> Self {
        let period = plan.visited_at(from);
        Self {
            plan,
            from: Some(from),
            matching_days: MatchingDays::new(&plan.day_parts),
            period,
            all_seen: period.saturating_add(plan.cycle),
            last_day: day_number::of(last.date()),
            steps_left: MAX_STEPS,
        }
    }

    /// The next period in which the rule occurs; `None` if there is none.
    pub(super) fn next(&mut self) -> Result<Option<Period<'p>>, Error> {
        while self.period <= self.all_seen {
            self.steps_left = self.steps_left.checked_sub(1).ok_or(Error::TooManySteps)?;
            match self.visit() {
                Visit::Found(mut period) => {
                    self.steps_left = self.steps_left.saturating_sub(period.listed() / DAYS_A_STEP);
                    self.period = self.plan.visited_from(self.period + 1);
                    if !period.is_empty() {
                        self.all_seen = self.period.saturating_add(self.plan.cycle);
                    } else if self.plan.of_one_size {
                        return Ok(None);
                    }
                    if let Some(from) = self.from.take() {
                        period.drop_before(from);
                    }
                    if !period.is_empty() {
                        return Ok(Some(period));
                    }
                }
                Visit::NothingBefore(period) => self.period = self.plan.visited_from(period),
                Visit::End => return Ok(None),
            }
        }
        Ok(None)
    }

    /// An occurrence was found: the search for the next has all the steps again.
    pub(super) const fn restore_steps(&mut self) {
        self.steps_left = MAX_STEPS;
    }

    fn visit(&mut self) -> Visit<'p> {
        let Some(window) = self.plan.days_of(self.period) else { return Visit::End };
        let Some(first) = self.matching_days.first_within(*window.start(), self.last_day) else { return Visit::End };
        if first > *window.end() {
            return self.plan.period_of_day(first).map_or(Visit::End, Visit::NothingBefore);
        }
        let slot = self.period.rem_euclid(self.plan.time_slots.per_day());
        match self.plan.time_slots.next_from(slot) {
            Some(next) if next == slot => {}
            Some(next) => return Visit::NothingBefore(self.period - slot + next),
            None => return Visit::NothingBefore(self.period - slot + self.plan.time_slots.per_day()),
        }
        let next = |day: &i64| self.matching_days.first_within(day + 1, *window.end());
        let days = std::iter::successors(Some(first), next).collect();
        let Some(times) = self.plan.time_slots.times(slot) else { return Visit::End };
        Visit::Found(Period::new(days, times, &self.plan.positions))
    }
}
