//! What becomes of times that passed while nothing ran.

use std::time::Duration;

use clock::Instant;
use serde::{Deserialize, Serialize};

use super::due::{Due, Occasion, Timetable};
use super::schedule::ScheduleError;

/// The most times that one step leaves out or takes together; the next step goes on from there.
const LONGEST_STEP: u32 = 10_000;

/// What becomes of times that passed while nothing ran. Stored as `"fire_late"`, `{"skip":{"after_minutes":60}}` or `"merge"`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// Each is told of once, late.
    #[default]
    FireLate,
    /// Those that passed too long ago are left out, the others are told of late.
    Skip {
        /// How long ago.
        after_minutes: u32,
    },
    /// The last one is told of and stands for all.
    Merge,
}

/// What one look at the clock comes to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Step {
    /// What is told now.
    pub fired: Option<Fired>,
    /// How many times are left out.
    pub skipped: u32,
    /// How many times are taken together with one that comes.
    pub merged: u32,
    /// What is waited for from here on; none when nothing comes any more.
    pub next: Option<Due>,
}

/// What is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fired {
    /// For which time, and what it is about.
    pub occasion: Occasion,
    /// For how many times before it stands.
    pub merged: u32,
}

impl Missed {
    /// What becomes of `waiting`, for which it is time, and of those behind it that have passed too. `merged` were taken together
    /// with it before.
    ///
    /// # Errors
    /// Those of the timetable.
    pub fn step(
        self,
        timetable: &Timetable<'_>,
        waiting: Due,
        merged: u32,
        now: Instant,
    ) -> Result<Step, ScheduleError> {
        let mut step = Step { fired: None, skipped: 0, merged, next: Some(waiting) };
        let mut occasion = timetable.occasion(waiting)?;
        for _ in 0..LONGEST_STEP {
            if occasion.due.time > now {
                return Ok(step);
            }
            let following = timetable.following(occasion)?;
            let passed_too = following.is_some_and(|following| following.due.time <= now);
            step.next = following.map(|following| following.due);
            match self {
                Self::Skip { after_minutes } if is_older(occasion.due, after_minutes, now) => step.skipped += 1,
                Self::Merge if passed_too => step.merged += 1,
                Self::FireLate | Self::Skip { .. } | Self::Merge => {
                    step.fired = Some(Fired { occasion, merged: std::mem::take(&mut step.merged) });
                    return Ok(step);
                }
            }
            let Some(following) = following else { return Ok(step) };
            occasion = following;
        }
        Ok(step)
    }
}

fn is_older(due: Due, minutes: u32, now: Instant) -> bool {
    let allowed = Duration::from_secs(u64::from(minutes) * 60).as_micros();
    due.time.plus_micros(i64::try_from(allowed).unwrap_or(i64::MAX)) < now
}

#[cfg(test)]
#[path = "missed/tests.rs"]
mod tests;
