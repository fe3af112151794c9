//! The only place that reads the time and makes ids.
//!
//! Everything else takes a [`Clock`], so that tests and the demo move years in no time.

mod id;
mod instant;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub use instant::Instant;
use uuid::Uuid;

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

    /// Where a manual clock stands; none for the machine's, which another machine's may not agree with: what several decide
    /// together, they decide by the time of the database that they share.
    pub fn standing(&self) -> Option<Instant> {
        match &self.0 {
            Source::System => None,
            Source::Manual(_) => Some(self.now()),
        }
    }

    /// Moves a manual clock by `micros`, which may be negative; a system clock stays as it is.
    pub fn advance(&self, micros: i64) {
        if let Source::Manual(at) = &self.0 {
            at.fetch_add(micros, Ordering::AcqRel);
        }
    }

    /// A new UUIDv7 of the present instant.
    pub fn id(&self) -> Uuid {
        id::at(self.now())
    }

    /// 16 random bytes, to salt a hash.
    pub fn salt(&self) -> [u8; 16] {
        id::random()
    }

    /// A new UUIDv7 of `instant`: ids sort as the instants do.
    pub fn id_of(&self, instant: Instant) -> Uuid {
        id::at(instant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_as_the_instants_of_which_they_are_made() {
        let clock = Clock::manual(Instant::from_micros(1_700_000_000_000_000));
        let mut before = clock.id();
        for _ in 0..5_000 {
            clock.advance(1);
            let id = clock.id();
            assert!(before < id, "{before} {id}");
            assert_eq!(id.get_version_num(), 7);
            before = id;
        }
    }
}
