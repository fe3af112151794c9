//! What an erasure does to tasks and reminders about a customer: it is asked for by the customer service, whose feed says so, and stands
//! in the ledger before anything is done here. What waits for its time does not any more.

use std::sync::Arc;
use std::time::Duration;

use journal::{Cause, RecordChange, Refusal, Write, WriteError};
use keyring::ledger::Erasure;
use operation::erasure::{self, Erase};
use tokio_util::sync::CancellationToken;

use crate::domain::reminder::{Reminder, ReminderState};
use crate::domain::task::{Task, TaskState};
use crate::error::Error;
use crate::store::{of_customer, reminder, task};
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
            let (tenant, customer) = (erasure.tenant.as_str(), erasure.subject);
            let tasks = of_customer::unerased_tasks(self.database(), tenant, customer, PAGE).await?;
            let reminders = of_customer::unerased_reminders(self.database(), tenant, customer, PAGE).await?;
            if tasks.is_empty() && reminders.is_empty() {
                return Ok(());
            }
            for row in reminders {
                let before = reminder::without_personal(&row)?;
                let mut after = Reminder { revision: before.revision + 1, ..before.clone() };
                after.facts.state = ReminderState::Erased;
                after.facts.waiting = None;
                let salt = self.records.clock.salt();
                self.write_erasure(erasure, reminder::change(tenant, Some(&before), &after, None, salt)?).await?;
            }
            for row in tasks {
                let before = task::without_personal(&row)?;
                let mut after = Task { revision: before.revision + 1, ..before.clone() };
                after.facts.state = TaskState::Erased;
                after.facts.waiting = None;
                after.facts.told = None;
                let salt = self.records.clock.salt();
                self.write_erasure(erasure, task::change(tenant, Some(&before), &after, None, salt)?).await?;
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
        while !end.is_cancelled() {
            if let Err(error) = self.erase_told().await {
                tracing::warn!(%error, "customers that were erased could not be erased here; tried again");
            }
            tokio::select! {
                () = tokio::time::sleep(PERIOD) => {}
                () = end.cancelled() => {}
            }
        }
    }

    async fn erase_told(&self) -> Result<(), Error> {
        for (tenant, subject) in of_customer::erased_with_records(self.database(), CUSTOMERS).await? {
            let slots = of_customer::slots(self.database(), &tenant, subject).await?;
            let erasure = Erasure { tenant, service: NAME.to_owned(), subject, slots, time: self.records.clock.now() };
            // First where no restore of the records can turn it back; then the records; the keys last.
            self.records.ledger.record_erasure(&erasure).await?;
            self.erase(&erasure).await?;
            erasure::shred(&self.records, &erasure).await?;
        }
        Ok(())
    }

    async fn write_erasure(&self, erasure: &Erasure, change: RecordChange) -> Result<(), Error> {
        let write = Write {
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
        };
        match self.records.journal.write(write).await {
            // Others changed it meanwhile: it is met again.
            Ok(_) | Err(WriteError::Refused(Refusal::Revision { .. })) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
