//! Indexing, beside the calls, the customers that were there when a field became filterable.

use std::sync::Arc;
use std::time::Duration;

use database::Lease;
use tokio_util::sync::CancellationToken;

use crate::Service;
use crate::error::Error;
use crate::store::entity::attribute_build::Model;
use crate::store::{attribute_build, custom_field};

/// How often is looked for something to index.
const PERIOD: Duration = Duration::from_secs(1);
/// How long one process indexes before another may.
const TERM: Duration = Duration::from_secs(30);

impl Service {
    /// Indexes until `end` what is to be indexed, in one process at a time.
    pub async fn index_attributes(self: Arc<Self>, end: CancellationToken) {
        let lease = Lease::new("attribute-indexing", self.records.clock.id(), TERM);
        loop {
            tokio::select! {
                () = tokio::time::sleep(PERIOD) => {}
                () = end.cancelled() => break,
            }
            if let Err(error) = self.index_due(&lease, &end).await {
                tracing::warn!(%error, "customers could not be indexed by a custom field; tried again later");
            }
        }
        // Its term ends by itself otherwise.
        let _ = lease.release(self.database()).await;
    }

    async fn index_due(&self, lease: &Lease, end: &CancellationToken) -> Result<(), Error> {
        let mut outcome = Ok(());
        for build in attribute_build::due(self.database(), self.records.clock.now()).await? {
            // One that fails holds up no others.
            outcome = outcome.and(self.index_by(build, lease, end).await);
        }
        outcome
    }

    async fn index_by(&self, mut build: Model, lease: &Lease, end: &CancellationToken) -> Result<(), Error> {
        let fields = custom_field::all(self.database(), &build.tenant_id).await?;
        let Some(field) = fields.all().iter().find(|field| field.id == build.custom_field_id) else { return Ok(()) };
        while build.ready == 0 && !end.is_cancelled() && lease.acquire(self.database()).await?.is_some() {
            build = attribute_build::index_page(self.database(), build, &field.facts.field_id).await?;
        }
        Ok(())
    }
}
