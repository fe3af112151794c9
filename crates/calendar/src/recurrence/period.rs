//! The occurrences of one period.

use jiff::civil::DateTime;

use super::day_number;
use super::time_slots::TimesOfDay;

/// The days of a period that match, each at every time of day; of these, if the rule says so, only some positions. They are
/// computed when they are asked for: a year may have 31 million.
#[derive(Clone, Debug)]
pub(super) struct Period<'p> {
    days: Vec<i64>,
    times: TimesOfDay<'p>,
    chosen: Option<Vec<usize>>,
    /// How many occurrences were dropped.
    dropped: usize,
}

impl<'p> Period<'p> {
    /// `positions` are those of `BYSETPOS`; all if there are none.
    pub(super) fn new(days: Vec<i64>, times: TimesOfDay<'p>, positions: &[i16]) -> Self {
        let chosen = (!positions.is_empty()).then(|| choose(positions, days.len() * times.len()));
        Self { days, times, chosen, dropped: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.chosen.as_ref().map_or(self.days.len() * self.times.len(), Vec::len) - self.dropped
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many days and positions it lists.
    pub(super) fn listed(&self) -> usize {
        self.days.len() + self.chosen.as_ref().map_or(0, Vec::len)
    }

    pub(super) fn get(&self, index: usize) -> Option<DateTime> {
        let index = self.dropped + index;
        let index = match &self.chosen {
            Some(chosen) => *chosen.get(index)?,
            None => index,
        };
        let date = day_number::to_date(*self.days.get(index / self.times.len())?)?;
        Some(date.to_datetime(self.times.get(index % self.times.len())?))
    }

    /// Leaves the occurrences at `from` or later.
    pub(super) fn drop_before(&mut self, from: DateTime) {
        let (mut first, mut end) = (0, self.len());
        while first < end {
            let middle = first + (end - first) / 2;
            if self.get(middle).is_some_and(|at| at < from) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        self.dropped += first;
    }
}

/// The indices that positions, in order and counted from 1 or from the end, have in a set of that size.
fn choose(positions: &[i16], size: usize) -> Vec<usize> {
    let reach = i16::try_from(size).unwrap_or(i16::MAX);
    let first = positions.partition_point(|position| *position < -reach);
    let end = positions.partition_point(|position| *position <= reach);
    let index = |position: &i16| {
        let distance = usize::from(position.unsigned_abs());
        if *position > 0 { distance - 1 } else { size - distance }
    };
    let mut chosen: Vec<usize> = positions.get(first..end).unwrap_or_default().iter().map(index).collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}
