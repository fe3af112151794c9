//! What an erasure does to what has happened with a customer: it is asked for by the customer service, whose feed says so, and stands
//! in the ledger before anything is done here.

use std::sync::Arc;

use journal::{Refusal, WriteError};
use keyring::KeySlot;
use keyring::ledger::Erasure;
use operation::erasure::{self, Erase, Follow};

use crate::error::Error;
use crate::store::{activity, of_customer};
use crate::{NAME, Service};

/// Records of an erased customer that are worked on at once.
const PAGE: u64 = 500;
/// Erased customers that are looked for at once.
const CUSTOMERS: u64 = 100;

impl Erase for Service {
    async fn erase(&self, erasure: &Erasure) -> Result<Vec<KeySlot>, Error> {
        loop {
            let rows = activity::unerased(self.database(), &erasure.tenant, erasure.subject, PAGE).await?;
            if rows.is_empty() {
                return Ok(Vec::new());
            }
            let others = erasure::other_slots(erasure, rows.iter().map(|row| row.sealed.as_slice()))?;
            if !others.is_empty() {
                return Ok(others);
            }
            for row in rows {
                let change = activity::erased(row, self.records.clock.salt())?;
                match self.records.journal.write(erasure::write(erasure, change)).await {
                    // Others changed it meanwhile: it is met again.
                    Err(WriteError::Refused(Refusal::Revision { .. })) => {}
                    outcome => drop(outcome?),
                }
            }
        }
    }
}

impl Follow for Service {
    async fn told(&self) -> Result<Vec<Erasure>, Error> {
        let mut told = Vec::new();
        for (tenant, subject) in of_customer::erased_with_records(self.database(), CUSTOMERS).await? {
            let slots = activity::every_slot_of(self.database(), &tenant, subject).await?;
            told.push(Erasure { tenant, service: NAME.to_owned(), subject, slots, time: self.records.clock.now() });
        }
        Ok(told)
    }

    async fn shredded(&self, erasure: &Erasure) {
        self.subject_keys.forget(&Arc::from(erasure.tenant.as_str()), erasure.subject).await;
    }
}
