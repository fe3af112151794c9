//! How a server is set up for what it is started for.

use std::path::PathBuf;

use crate::scratch;

/// What a server is started for.
#[derive(Clone, Copy)]
pub(crate) enum Tuning {
    /// Tests: many small databases that nobody misses.
    Tests,
    /// Measurements: durable, and set up as for a small production machine.
    Production,
}

impl Tuning {
    /// Where the data lies.
    pub(crate) fn folder(self) -> PathBuf {
        match self {
            Self::Tests => scratch::folder(),
            // On a disk: a folder for temporary files may lie in memory, where a flush costs nothing.
            Self::Production => "/var/tmp".into(),
        }
    }

    /// Settings beyond the defaults.
    pub(crate) fn settings(self) -> &'static [&'static str] {
        match self {
            // Tests kill processes, not the machine, and what a process wrote the system keeps: without flushes nothing that
            // they look at is different, and they run many times faster.
            Self::Tests => &["fsync=off", "full_page_writes=off", "max_connections=300", "shared_buffers=256MB"],
            // Two cores, 4 GiB, a solid-state disk.
            Self::Production => &[
                "shared_buffers=1GB",
                "effective_cache_size=3GB",
                "work_mem=16MB",
                "maintenance_work_mem=256MB",
                "wal_buffers=16MB",
                "min_wal_size=1GB",
                "max_wal_size=4GB",
                "checkpoint_timeout=15min",
                "random_page_cost=1.1",
                "effective_io_concurrency=200",
            ],
        }
    }
}
