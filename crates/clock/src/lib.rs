//! The only place that reads the time and makes ids.
//!
//! Everything else takes a [`Clock`], so that tests and the demo move years in no time.

mod instant;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub use instant::Instant;
use uuid::{NoContext, Timestamp, Uuid};

/// Where the time comes from. Clones tell the same time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The time of the machine.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `start` until it is moved.
    pub fn manual(start: Instant) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.as_micros()))))
    }

    /// The present instant, in whole microseconds.
    pub fn now(&self) -> Instant {
        match &self.0 {
            Source::System => Instant::of_system(),
            Source::Manual(micros) => Instant::from_micros(micros.load(Ordering::Acquire)),
        }
    }

    /// Moves a manual clock by `micros`, which may be negative; a system clock stays as it is.
    pub fn advance(&self, micros: i64) {
        if let Source::Manual(at) = &self.0 {
            at.fetch_add(micros, Ordering::AcqRel);
        }
    }

    /// A new UUIDv7 whose time part is this clock's time.
    pub fn id(&self) -> Uuid {
        let micros = self.now().as_micros().max(0).unsigned_abs();
        let nanos = u32::try_from(micros % 1_000_000).unwrap_or_default() * 1_000;
        Uuid::new_v7(Timestamp::from_unix(NoContext, micros / 1_000_000, nanos))
    }
}
