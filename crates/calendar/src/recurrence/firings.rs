//! When the occurrences of a recurrence fire in a zone.

use std::iter::Peekable;

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::occurrences::Occurrences;
use super::plan::Plan;
use super::{Recurrence, RecurrenceEnd};
use crate::error::Error;
use crate::zone::instant_of;

/// A local time that was intended, and the instant at which it fires.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Firing {
    /// The instant, by [`instant_of`].
    pub instant: Timestamp,
    /// The local time that the rule names: the firing's identity, whatever becomes of the zone.
    pub local: DateTime,
}

/// The firings of a recurrence in a zone, in the order of their instants, each instant once. Where a time that the clocks
/// skip fires together with one that they show, the latter stands for both. An error is the last item.
#[derive(Clone, Debug)]
pub struct Firings<'r> {
    plan: &'r Plan,
    zone: TimeZone,
    /// What is still to come.
    coming: Peekable<Occurrences<'r>>,
    /// What the clocks skipped in the last gap: it fires among what comes after the gap.
    skipped: Option<Peekable<Occurrences<'r>>>,
    fired_until: Option<Timestamp>,
    last: Timestamp,
    last_local: DateTime,
}

/// A change of the clocks that puts them forward.
struct Gap {
    at: Timestamp,
    length: SignedDuration,
    /// The first local time after it.
    end: DateTime,
}

impl Recurrence {
    /// The firings in a zone: all, or those later than `after`.
    ///
    /// They are the same whether read in one go or each asked for with the instant of the one before, so what would fire in
    /// a span of time is what does.
    pub fn firings(&self, zone: &TimeZone, after: Option<Timestamp>) -> Firings<'_> {
        let (last_local, last) = match self.end {
            RecurrenceEnd::Local(last) => (last, Timestamp::MAX),
            // The last instant's clock may still go back, by less than a day.
            RecurrenceEnd::Instant(last) => (zone.to_datetime(last).saturating_add(1.day()), last),
        };
        let shown = after.map_or(self.plan.start, |after| zone.to_datetime(after));
        let mut firings = Firings {
            plan: &self.plan,
            zone: zone.clone(),
            coming: Occurrences::starting(&self.plan, shown, last_local).peekable(),
            skipped: None,
            fired_until: after,
            last,
            last_local,
        };
        if let Some(after) = after
            && let Some(gap) = last_gap(zone, after)
            && after.duration_since(gap.at) < gap.length
        {
            firings.set_apart(shown.saturating_sub(gap.length), gap.end);
        }
        firings
    }

    /// The first firing later than `after`; `None` once the recurrence has ended.
    ///
    /// # Errors
    ///
    /// [`Error::TooManySteps`], or [`Error::OutOfRange`] at the end of the calendar.
    pub fn next_firing_after(&self, zone: &TimeZone, after: Timestamp) -> Result<Option<Firing>, Error> {
        self.firings(zone, Some(after)).next().transpose()
    }
}

impl Firings<'_> {
    /// The next local time in the order of firing.
    fn next_local(&mut self) -> Option<Result<DateTime, Error>> {
        loop {
            let skipped = self.skipped.as_mut().and_then(|skipped| skipped.peek().cloned());
            let coming = self.coming.peek().cloned();
            match (skipped, coming) {
                (None, Some(Ok(local))) if self.enter_gap(local) => {}
                (None, _) => return self.coming.next(),
                (Some(Ok(skipped)), Some(Ok(coming)))
                    if instant_of(coming, &self.zone).ok() <= instant_of(skipped, &self.zone).ok() =>
                {
                    return self.coming.next();
                }
                (Some(_), _) => return self.skipped.as_mut()?.next(),
            }
        }
    }

    /// If the clocks skip this local time, parts what lies in the gap from what comes after it.
    fn enter_gap(&mut self, local: DateTime) -> bool {
        let ambiguous = self.zone.to_ambiguous_timestamp(local);
        if !matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
            return false;
        }
        let Some(gap) = ambiguous.compatible().ok().and_then(|instant| last_gap(&self.zone, instant)) else {
            return false;
        };
        self.set_apart(local, gap.end);
        self.coming = Occurrences::starting(self.plan, gap.end, self.last_local).peekable();
        true
    }

    fn set_apart(&mut self, from: DateTime, gap_end: DateTime) {
        let last = gap_end.saturating_sub(1.second()).min(self.last_local);
        self.skipped = Some(Occurrences::starting(self.plan, from, last).peekable());
    }
}

impl Iterator for Firings<'_> {
    type Item = Result<Firing, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let local = self.next_local()?;
            match local.and_then(|local| Ok(Firing { instant: instant_of(local, &self.zone)?, local })) {
                Ok(firing) if self.fired_until.is_some_and(|until| firing.instant <= until) => {}
                Ok(firing) if firing.instant > self.last => return None,
                firing => {
                    self.fired_until = firing.as_ref().ok().map(|firing| firing.instant);
                    return Some(firing);
                }
            }
        }
    }
}

/// The last change of the clocks until an instant, if it put them forward.
fn last_gap(zone: &TimeZone, instant: Timestamp) -> Option<Gap> {
    let nanosecond = SignedDuration::from_nanos(1);
    let change = zone.preceding(instant.checked_add(nanosecond).ok()?).next()?;
    let at = change.timestamp();
    let length = change.offset().duration_since(zone.to_offset(at.checked_sub(nanosecond).ok()?));
    length.is_positive().then(|| Gap { at, length, end: change.offset().to_datetime(at) })
}
