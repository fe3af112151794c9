//! A notice on its way to an endpoint: how often it is tried, and when it is given up.

use clock::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::endpoint::Guarantee;
use super::task::Told;

/// The number of the form in which [`DeliveryFacts`] are stored.
pub const SCHEMA: i64 = 1;
/// How long after each failed attempt the next comes, in seconds: together more than two days.
const RETRIES: [i64; 8] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000];
/// By how much a pause is longer or shorter at random, so that what failed together does not come back together: a tenth.
const JITTER_SHARE: i64 = 10;
/// How long it may take in all, in microseconds: 4 days.
const LIFE: i64 = 4 * 86_400_000_000;
const MICROS_PER_SECOND: i64 = 1_000_000;

/// A delivery.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Delivery {
    /// The id.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// All that there is: it names no person.
    pub facts: DeliveryFacts,
}

/// What a delivery says. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DeliveryFacts {
    /// Where it goes.
    pub endpoint: Uuid,
    /// What is told of.
    pub task: Uuid,
    /// The customer that the task is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Uuid>,
    /// For which time.
    pub told: Told,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried since it was made, or replayed.
    #[serde(default)]
    pub attempts: u32,
    /// When it is tried next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt: Option<Instant>,
    /// When it was tried last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_attempt: Option<Instant>,
    /// Why it was not taken then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// When it was made, or replayed.
    pub begin_time: Instant,
    /// When it was made.
    pub create_time: Instant,
}

/// How a delivery stands. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is to be tried.
    Pending,
    /// The endpoint took it.
    Delivered,
    /// It was given up.
    Dead,
    /// It was tried once, and whether it arrived is not known.
    Unknown,
    /// It is not sent any more.
    Dropped,
}

/// Why an attempt failed. Stored as `"timeout"` or `{"refused":{"code":503}}`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The host has no address but private ones.
    #[error("private address")]
    PrivateAddress,
    /// No connection could be made.
    #[error("unreachable")]
    Unreachable,
    /// There was no answer in time.
    #[error("timeout")]
    Timeout,
    /// It was answered otherwise than with success.
    #[error("refused with {code}")]
    Refused {
        /// A status of HTTP or a reply code of SMTP.
        code: u16,
    },
    /// It is no use to try again: gone, or no such mailbox.
    #[error("refused for good with {code}")]
    RefusedForGood {
        /// A status of HTTP or a reply code of SMTP.
        code: u16,
    },
    /// It could not be taken in all its time.
    #[error("expired")]
    Expired,
    /// There is no mail server any more.
    #[error("mail is not set up")]
    MailNotSetUp,
}

/// Why an attempt failed, and until when the other side asks to be left alone.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{failure}")]
pub struct NotTaken {
    /// Why.
    pub failure: Failure,
    /// Until when.
    pub wait_until: Option<Instant>,
}

impl From<Failure> for NotTaken {
    fn from(failure: Failure) -> Self {
        Self { failure, wait_until: None }
    }
}

/// The delivery is neither given up nor unknown, so there is nothing to replay.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the delivery cannot be replayed")]
pub struct NotReplayable;

impl Delivery {
    /// A notice that was just told, on its way.
    pub fn made(id: Uuid, endpoint: Uuid, task: Uuid, customer: Option<Uuid>, told: Told) -> Self {
        let now = told.time;
        let facts = DeliveryFacts {
            endpoint,
            task,
            customer,
            told,
            state: DeliveryState::Pending,
            attempts: 0,
            next_attempt: Some(now),
            last_attempt: None,
            failure: None,
            begin_time: now,
            create_time: now,
        };
        Self { id, revision: 1, update_time: now, facts }
    }

    /// When its time is over, however it fares.
    pub fn end_time(&self) -> Instant {
        self.facts.begin_time.plus_micros(LIFE)
    }

    /// About to be tried the one time that it is; what becomes of it is not known until it is said.
    #[must_use]
    pub fn about_to_be_tried(&self, now: Instant) -> Self {
        let mut next = self.tried(now);
        next.facts.state = DeliveryState::Unknown;
        next
    }

    /// Taken by the endpoint.
    #[must_use]
    pub fn taken(&self, now: Instant) -> Self {
        let mut next = self.tried(now);
        next.facts.state = DeliveryState::Delivered;
        next
    }

    /// Not taken: tried again later, or given up. `random` spreads what failed together.
    #[must_use]
    pub fn failed(&self, failure: Failure, guarantee: Guarantee, now: Instant, random: u16) -> Self {
        let mut next = self.tried(now);
        let is_final = matches!(failure, Failure::RefusedForGood { .. } | Failure::Expired);
        let attempt = usize::try_from(next.facts.attempts).unwrap_or(usize::MAX).saturating_sub(1);
        let pause = RETRIES.get(attempt).filter(|_| guarantee == Guarantee::AtLeastOnce && !is_final);
        next.facts.failure = Some(failure);
        next.facts.next_attempt = pause.map(|seconds| now.plus_micros(jittered(seconds * MICROS_PER_SECOND, random)));
        next.facts.state = if pause.is_some() { DeliveryState::Pending } else { DeliveryState::Dead };
        next
    }

    /// Given up without another attempt.
    #[must_use]
    pub fn expired(&self) -> Self {
        let mut next = self.next_revision();
        next.facts.state = DeliveryState::Dead;
        next.facts.failure = Some(Failure::Expired);
        next
    }

    /// Not sent any more.
    #[must_use]
    pub fn dropped(&self) -> Self {
        let mut next = self.next_revision();
        next.facts.state = DeliveryState::Dropped;
        next
    }

    /// Tried anew, as if it had just been made.
    ///
    /// # Errors
    /// It was neither given up, nor is it unknown what became of it.
    pub fn replayed(&self, now: Instant) -> Result<Self, NotReplayable> {
        match self.facts.state {
            DeliveryState::Dead | DeliveryState::Unknown => {
                let mut next = self.next_revision();
                next.facts.state = DeliveryState::Pending;
                next.facts.attempts = 0;
                next.facts.next_attempt = Some(now);
                next.facts.begin_time = now;
                Ok(next)
            }
            DeliveryState::Pending | DeliveryState::Delivered | DeliveryState::Dropped => Err(NotReplayable),
        }
    }

    /// Tried no sooner than the other side asks, as long as its time is not over by then.
    #[must_use]
    pub fn no_sooner_than(mut self, time: Instant) -> Self {
        let end = self.end_time();
        self.facts.next_attempt = self.facts.next_attempt.map(|next| next.max(time.min(end)));
        self
    }

    fn tried(&self, now: Instant) -> Self {
        let mut next = self.next_revision();
        // What was said to be about to be tried is counted already.
        if self.facts.state != DeliveryState::Unknown {
            next.facts.attempts += 1;
        }
        next.facts.last_attempt = Some(now);
        next.facts.failure = None;
        next
    }

    fn next_revision(&self) -> Self {
        let mut next = Self { revision: self.revision + 1, ..self.clone() };
        next.facts.next_attempt = None;
        next
    }
}

fn jittered(pause: i64, random: u16) -> i64 {
    let span = 2 * pause / JITTER_SHARE;
    pause - span / 2 + span * i64::from(random) / i64::from(u16::MAX)
}

#[cfg(test)]
#[path = "delivery/tests.rs"]
mod tests;
