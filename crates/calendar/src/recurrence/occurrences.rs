//! The occurrences of a recurrence, in order.

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::period::Period;
use super::periods::Periods;
use super::plan::Plan;
use crate::error::Error;

/// The occurrences of a recurrence as local times, in order, each once. An error is its last item.
#[derive(Clone, Debug)]
pub struct Occurrences<'r> {
    periods: Periods<'r>,
    /// The period that is being read, and the index of the occurrence to come.
    current: Option<(Period<'r>, usize)>,
    last: DateTime,
    ended: bool,
}

impl<'r> Occurrences<'r> {
    /// Those later than `after`, up to `last`.
    pub(super) fn new(plan: &'r Plan, after: Option<DateTime>, last: DateTime) -> Self {
        // Occurrences are whole seconds apart.
        let from = after.map_or(Ok(plan.start), |after| after.checked_add(SignedDuration::from_secs(1)));
        let nothing_left = from.is_err();
        let occurrences = Self::starting(plan, from.unwrap_or(plan.start), last);
        Self { ended: nothing_left, ..occurrences }
    }

    /// Those at `from` or later, up to `last`; the fraction of a second of `from` is left out of account.
    pub(super) fn starting(plan: &'r Plan, from: DateTime, last: DateTime) -> Self {
        let from = from.with().subsec_nanosecond(0).build().unwrap_or(from).max(plan.start);
        Self { periods: Periods::new(plan, from, last), current: None, last, ended: false }
    }

    fn find_next(&mut self) -> Result<Option<DateTime>, Error> {
        loop {
            if let Some((period, index)) = &mut self.current
                && let Some(at) = period.get(*index)
            {
                *index += 1;
                self.periods.restore_steps();
                return Ok(Some(at).filter(|at| *at <= self.last));
            }
            let Some(period) = self.periods.next()? else { return Ok(None) };
            self.current = Some((period, 0));
        }
    }
}

impl Iterator for Occurrences<'_> {
    type Item = Result<DateTime, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.find_next().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}
