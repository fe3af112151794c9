//! How a server is set up for what it is started for.

/// What a server is started for.
#[derive(Clone, Copy)]
pub(crate) enum Tuning {
    /// Tests: many small databases that nobody misses.
    Tests,
}

impl Tuning {
    /// Settings beyond the defaults.
    pub(crate) fn settings(self) -> &'static [&'static str] {
        match self {
            // Tests kill processes, not the machine, and what a process wrote the system keeps: without flushes nothing that
            // they look at is different, and they run many times faster.
            Self::Tests => &["fsync=off", "full_page_writes=off", "max_connections=300", "shared_buffers=256MB"],
        }
    }
}
