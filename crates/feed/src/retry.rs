//! How long to wait before asking again.

use std::time::Duration;

use tokio::time::Instant;

/// How long to wait after a first failure; doubled after each further one.
const FIRST: Duration = Duration::from_millis(100);
/// The longest wait. What went well for longer than this was no failure of the one before.
const LAST: Duration = Duration::from_secs(10);

/// How often asking failed of late.
pub(crate) struct Retry {
    begin: Instant,
    pause: Duration,
}

impl Retry {
    pub(crate) fn new() -> Self {
        Self { begin: Instant::now(), pause: FIRST }
    }

    /// It is tried now.
    pub(crate) fn begin(&mut self) {
        self.begin = Instant::now();
    }

    /// It failed now; answers how long to wait.
    pub(crate) fn fail(&mut self) -> Duration {
        if self.begin.elapsed() > LAST {
            self.pause = FIRST;
        }
        let pause = self.pause;
        self.pause = LAST.min(pause * 2);
        pause
    }
}
