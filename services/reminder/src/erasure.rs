//! What an erasure does to tasks and reminders about a customer: it is asked for by the customer service, whose feed says so, and stands
//! in the ledger before anything is done here. What waits for its time does not any more.

use journal::{RecordChange, Refusal, WriteError};
use keyring::KeySlot;
use keyring::ledger::Erasure;
use operation::erasure::{self, Erase, Follow};

use crate::domain::reminder::{Reminder, ReminderState};
use crate::domain::task::{Task, TaskState};
use crate::error::Error;
use crate::store::{of_customer, reminder, task};
use crate::{NAME, Service};

/// Records of an erased customer that are worked on at once.
const PAGE: u64 = 500;
/// Erased customers that are looked for at once.
const CUSTOMERS: u64 = 100;

impl Erase for Service {
    async fn erase(&self, erasure: &Erasure) -> Result<Vec<KeySlot>, Error> {
        loop {
            let (tenant, customer) = (erasure.tenant.as_str(), erasure.subject);
            let tasks = of_customer::unerased_tasks(self.database(), tenant, customer, PAGE).await?;
            let reminders = of_customer::unerased_reminders(self.database(), tenant, customer, PAGE).await?;
            if tasks.is_empty() && reminders.is_empty() {
                return Ok(Vec::new());
            }
            let sealed = tasks.iter().map(|row| &row.sealed).chain(reminders.iter().map(|row| &row.sealed));
            let others = erasure::other_slots(erasure, sealed.map(Vec::as_slice))?;
            if !others.is_empty() {
                return Ok(others);
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
}

impl Follow for Service {
    async fn told(&self) -> Result<Vec<Erasure>, Error> {
        let mut told = Vec::new();
        for (tenant, subject) in of_customer::erased_with_records(self.database(), CUSTOMERS).await? {
            let slots = of_customer::slots(self.database(), &tenant, subject).await?;
            told.push(Erasure { tenant, service: NAME.to_owned(), subject, slots, time: self.records.clock.now() });
        }
        Ok(told)
    }
}

impl Service {
    async fn write_erasure(&self, erasure: &Erasure, change: RecordChange) -> Result<(), Error> {
        match self.records.journal.write(erasure::write(erasure, change)).await {
            // Others changed it meanwhile: it is met again.
            Ok(_) | Err(WriteError::Refused(Refusal::Revision { .. })) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
