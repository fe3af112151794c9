//! How many calls are under way at once, over all connections. Those above are refused, not queued: who waits in a queue
//! has given up by the time it is served.

use std::num::NonZeroU32;
use std::sync::Arc;

use conventions::problem::Problem;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::refusal;

/// Takes a place among the calls under way, to be kept until the call's last byte.
pub(crate) fn enter(places: &Arc<Semaphore>, limit: NonZeroU32) -> Result<OwnedSemaphorePermit, Problem> {
    places.clone().try_acquire_owned().map_err(|_| refusal::overloaded(limit))
}
