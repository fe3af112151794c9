//! Who waits for entries, partition by partition.

use std::sync::Arc;

use tokio::sync::watch;

use crate::PARTITIONS;

/// Tells that entries got places in the order. Clones tell the same.
#[derive(Clone)]
pub(crate) struct Arrivals(Arc<[watch::Sender<()>]>);

impl Arrivals {
    pub(crate) fn new() -> Self {
        Self((0..PARTITIONS).map(|_| watch::Sender::new(())).collect())
    }

    /// Wakes those who wait for the partition.
    pub(crate) fn tell(&self, partition: i64) {
        if let Some(sender) = self.of(partition) {
            sender.send_replace(());
        }
    }

    /// Wakes whenever an entry of the partition has got its place.
    pub(crate) fn wait_for(&self, partition: i64) -> Option<watch::Receiver<()>> {
        self.of(partition).map(watch::Sender::subscribe)
    }

    fn of(&self, partition: i64) -> Option<&watch::Sender<()>> {
        usize::try_from(partition).ok().and_then(|partition| self.0.get(partition))
    }
}
