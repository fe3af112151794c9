//! The times of day at which a rule occurs, and the hours, minutes or seconds that it may visit.

use jiff::civil::{DateTime, Time};

use crate::rule::{Frequency, Rule};

const SECONDS_IN_DAY: i64 = 86_400;

/// Times of day as hours by minutes by seconds. A rule finer than daily visits slots of a day, each an hour, a minute or a
/// second; any other has one slot, the whole day.
#[derive(Clone, Debug)]
pub(super) struct TimeSlots {
    frequency: Frequency,
    hours: Vec<i8>,
    minutes: Vec<i8>,
    seconds: Vec<i8>,
}

/// The times of one slot, in order: every combination of the three.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimesOfDay<'p> {
    hours: &'p [i8],
    minutes: &'p [i8],
    seconds: &'p [i8],
}

impl TimeSlots {
    /// A part that is not given is the start's, or lets all through if the rule visits every value of it.
    pub(super) fn new(rule: &Rule, start: DateTime) -> Self {
        let values = |listed: &[i16], visited: bool, of_start: i8, count: i8| -> Vec<i8> {
            match listed {
                [] if visited => (0..count).collect(),
                [] => vec![of_start],
                _ => listed.iter().filter_map(|value| i8::try_from(*value).ok()).collect(),
            }
        };
        let frequency = rule.frequency;
        Self {
            frequency,
            hours: values(&rule.hours, frequency < Frequency::Daily, start.hour(), 24),
            minutes: values(&rule.minutes, frequency < Frequency::Hourly, start.minute(), 60),
            seconds: values(&rule.seconds, frequency < Frequency::Minutely, start.second(), 60),
        }
    }

    pub(super) const fn per_day(&self) -> i64 {
        match self.frequency {
            Frequency::Secondly => SECONDS_IN_DAY,
            Frequency::Minutely => 1440,
            Frequency::Hourly => 24,
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => 1,
        }
    }

    /// The slot in which a time of day lies, counted from 0.
    pub(super) fn containing(&self, time: Time) -> i64 {
        let second = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
        second / (SECONDS_IN_DAY / self.per_day())
    }

    /// The first slot from this one on that has any time; `None` if the rest of the day has none.
    pub(super) fn next_from(&self, slot: i64) -> Option<i64> {
        if self.frequency >= Frequency::Daily {
            return Some(slot);
        }
        let minutes = if self.frequency < Frequency::Hourly { self.minutes.as_slice() } else { &[0] };
        let seconds = if self.frequency < Frequency::Minutely { self.seconds.as_slice() } else { &[0] };
        let (hour, minute, second) = self.begin_of(slot)?;
        let (first_minute, first_second) = (*minutes.first()?, *seconds.first()?);
        let this_hour = contains(&self.hours, hour);
        let this_minute = this_hour && contains(minutes, minute);
        let in_this_minute = this_minute.then(|| at_least(seconds, second)).flatten();
        let in_this_hour = this_hour.then(|| at_least(minutes, minute + 1)).flatten();
        let next = in_this_minute
            .map(|second| (hour, minute, second))
            .or_else(|| in_this_hour.map(|minute| (hour, minute, first_second)))
            .or_else(|| at_least(&self.hours, hour + 1).map(|hour| (hour, first_minute, first_second)));
        let (hour, minute, second) = next?;
        Some(self.containing(Time::new(hour, minute, second, 0).ok()?))
    }

    /// The times of a slot.
    pub(super) fn times(&self, slot: i64) -> Option<TimesOfDay<'_>> {
        let (hour, minute, second) = self.begin_of(slot)?;
        Some(TimesOfDay {
            hours: if self.frequency < Frequency::Daily { only(&self.hours, hour)? } else { &self.hours },
            minutes: if self.frequency < Frequency::Hourly { only(&self.minutes, minute)? } else { &self.minutes },
            seconds: if self.frequency < Frequency::Minutely { only(&self.seconds, second)? } else { &self.seconds },
        })
    }

    /// Hour, minute and second at which a slot begins.
    fn begin_of(&self, slot: i64) -> Option<(i8, i8, i8)> {
        let second = slot * (SECONDS_IN_DAY / self.per_day());
        Some((i8::try_from(second / 3600).ok()?, i8::try_from(second / 60 % 60).ok()?, i8::try_from(second % 60).ok()?))
    }
}

impl TimesOfDay<'_> {
    pub(super) const fn len(&self) -> usize {
        self.hours.len() * self.minutes.len() * self.seconds.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<Time> {
        let second = self.seconds.get(index % self.seconds.len())?;
        let minute = self.minutes.get(index / self.seconds.len() % self.minutes.len())?;
        let hour = self.hours.get(index / self.seconds.len() / self.minutes.len())?;
        Time::new(*hour, *minute, *second, 0).ok()
    }
}

fn contains(values: &[i8], value: i8) -> bool {
    values.binary_search(&value).is_ok()
}

fn at_least(values: &[i8], value: i8) -> Option<i8> {
    values.get(values.partition_point(|candidate| *candidate < value)).copied()
}

fn only(values: &[i8], value: i8) -> Option<&[i8]> {
    let index = values.binary_search(&value).ok()?;
    values.get(index..=index)
}
