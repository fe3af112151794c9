//! What an erasure does to what has happened with a customer: it is asked for by the customer service, whose feed says so, and stands
//! in the ledger before anything is done here.

use std::sync::Arc;
use std::time::Duration;

use journal::{Cause, Refusal, Write, WriteError};
use keyring::ledger::Erasure;
use operation::erasure::{self, Erase};
use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::store::{activity, customer};
use crate::{NAME, Service};

/// Records of an erased customer that are worked on at once.
const PAGE: u64 = 500;
/// Erased customers that are looked for at once.
const CUSTOMERS: u64 = 100;
/// How often is looked for customers that were erased.
const PERIOD: Duration = Duration::from_secs(1);

impl Erase for Service {
    async fn erase(&self, erasure: &Erasure) -> Result<(), Error> {
        loop {
            let rows = activity::unerased(self.database(), &erasure.tenant, erasure.subject, PAGE).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in rows {
                let change = activity::erased(row, self.records.clock.salt())?;
                match self.records.journal.write(write(erasure, change)).await {
                    // Others changed it meanwhile: it is met again.
                    Err(WriteError::Refused(Refusal::Revision { .. })) => {}
                    outcome => drop(outcome?),
                }
            }
        }
    }

    async fn vacuum(&self) -> Result<(), Error> {
        // Nothing personal stands outside what is sealed.
        Ok(())
    }
}

impl Service {
    /// Follows, until `end`, the erasures of which the feed of the customer service tells.
    pub(crate) async fn follow_erasures(self: Arc<Self>, end: CancellationToken) {
        loop {
            if let Err(error) = self.erase_told().await {
                tracing::warn!(%error, "customers that were erased could not be erased here; tried again");
            }
            tokio::select! {
                () = tokio::time::sleep(PERIOD) => {}
                () = end.cancelled() => return,
            }
        }
    }

    async fn erase_told(&self) -> Result<(), Error> {
        for (tenant, subject) in customer::erased_with_records(self.database(), CUSTOMERS).await? {
            let slots = activity::slots_of(self.database(), &tenant, subject, u64::MAX >> 1).await?;
            let erasure = Erasure { tenant, service: NAME.to_owned(), subject, slots, time: self.records.clock.now() };
            self.erase_customer(&erasure).await?;
        }
        Ok(())
    }

    /// First where no restore of the records can turn it back; then the records; the keys last.
    async fn erase_customer(&self, erasure: &Erasure) -> Result<(), Error> {
        self.records.ledger.record_erasure(erasure).await?;
        self.erase(erasure).await?;
        erasure::shred(&self.records, erasure).await?;
        self.subject_keys.forget(&Arc::from(erasure.tenant.as_str()), erasure.subject).await;
        Ok(())
    }
}

fn write(erasure: &Erasure, change: journal::RecordChange) -> Write {
    Write {
        tenant: Arc::from(erasure.tenant.as_str()),
        actor: format!("service:{NAME}"),
        cause: Cause { kind: "erasure", id: erasure.subject },
        trace: Vec::new(),
        fence: None,
        request: None,
        claims: Vec::new(),
        releases: Vec::new(),
        limits: Vec::new(),
        records: vec![change],
    }
}
