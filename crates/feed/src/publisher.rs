//! What a service publishes.

use std::sync::Arc;
use std::time::Duration;

use contracts::feed::v1::WatchResponse;
use futures::stream::{BoxStream, StreamExt, try_unfold};
use journal::{Journal, Order, Ordered, Place};
use prost_types::Any;

use crate::watch::Watch;

/// How long a watch is silent at most.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// Makes the public event of an entry; none for a kind of which nothing is told. It reads facts alone, so that nothing personal
/// can get into it.
pub type MakeEvent = fn(&Ordered) -> Result<Option<Any>, EventError>;

/// Why an entry has no public event.
#[derive(Clone, Debug, thiserror::Error)]
pub enum EventError {
    /// A newer release wrote it.
    #[error("written by a newer release")]
    SchemaNewer,
    /// Its facts cannot be read.
    #[error("malformed facts: {0}")]
    Malformed(String),
}

/// Whose entries are sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Audience {
    /// Those of all tenants.
    AllTenants,
    /// Those of one.
    Tenant(Arc<str>),
}

/// Why a watch ended.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WatchError {
    /// The journal has no such place: it was restored from an older copy.
    #[error("the journal has no such place at {sequence}: it was restored from an older copy")]
    Rewound {
        /// The sequence that was named.
        sequence: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The event of an entry cannot be made.
    #[error("entry {sequence}: {error}")]
    Event {
        /// The sequence of the entry.
        sequence: i64,
        /// What is wrong.
        error: EventError,
    },
}

/// The feed of a service: the entries of its journal in their order. Clones are the same feed.
#[derive(Clone)]
pub struct Publisher {
    pub(crate) service: &'static str,
    pub(crate) order: Order,
    pub(crate) event: MakeEvent,
    pub(crate) heartbeat: Duration,
}

impl Publisher {
    /// The feed of `service`, whose events are made by `event`.
    pub fn new(service: &'static str, journal: &Journal, event: MakeEvent) -> Self {
        Self { service, order: journal.order(), event, heartbeat: HEARTBEAT }
    }

    /// The same feed, never silent for longer than `heartbeat`.
    #[must_use]
    pub fn with_heartbeat(self, heartbeat: Duration) -> Self {
        Self { heartbeat, ..self }
    }

    /// Sends the entries of a partition after the place `after`, for as long as it is asked. Nothing is read before it is asked for,
    /// so a slow caller costs nothing. Ends after an error.
    pub fn watch(
        &self,
        partition: i64,
        after: Place,
        audience: Audience,
    ) -> BoxStream<'static, Result<WatchResponse, WatchError>> {
        let watch = Watch::new(self.clone(), partition, after, audience);
        try_unfold(watch, |mut watch| async move { Ok(Some((watch.next().await?, watch))) }).boxed()
    }
}
