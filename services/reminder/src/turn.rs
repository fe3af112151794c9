//! What one process at a time sees to, as it comes up: under a lease.

use std::sync::Arc;
use std::time::Duration;

use database::{Database, Lease};
use futures::future::BoxFuture;
use journal::Fence;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Service;
use crate::error::Error;

/// How long to wait after something failed.
const RETRY: Duration = Duration::from_secs(1);
/// For how many times as long as it worked a chore rests while there is more: what an import leaves to be done is not to hold up callers.
const REST: u32 = 3;

/// How long a process that stands still keeps its turn, and how often is looked for what came up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    pub(crate) lease: Duration,
    pub(crate) look: Duration,
}

/// The turn of a process to see to something.
pub(crate) struct Turn {
    name: &'static str,
    lease: Lease,
}

/// Sees to some of what came up; answers to how much.
pub(crate) type Chore = for<'a> fn(&'a Service, &'a Turn) -> BoxFuture<'a, Result<usize, Error>>;

impl Turn {
    /// What fences the writes of this process, if it is its turn.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn fence(&self, database: &Database) -> Result<Option<Fence>, Error> {
        let epoch = self.lease.acquire(database).await?;
        Ok(epoch.map(|epoch| Fence { lease: self.name.to_owned(), epoch }))
    }
}

impl Service {
    /// Sees to what comes up, under a lease of this name, until `end`.
    pub(crate) async fn see_to(
        self: Arc<Self>,
        name: &'static str,
        chore: Chore,
        timing: Timing,
        end: CancellationToken,
    ) {
        let turn = Turn { name, lease: Lease::new(name, self.records.clock.id(), timing.lease) };
        while !end.is_cancelled() {
            let beginning = Instant::now();
            let pause = match chore(&self, &turn).await {
                // There may be more.
                Ok(seen) if seen > 0 => beginning.elapsed() * REST,
                Ok(_) => timing.look,
                Err(error) => {
                    tracing::warn!(%error, name, "what came up could not be seen to; tried again");
                    RETRY
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = end.cancelled() => {}
            }
        }
        if let Err(error) = turn.lease.release(self.database()).await {
            tracing::warn!(%error, name, "a lease could not be given back; it ends by itself");
        }
    }
}
