//! Carrying out what the ledger of erasures says, before records that may have been restored are served.

use std::sync::Arc;

use journal::{Cause, ChangeKind, Write};
use keyring::ledger::Erasure;

use crate::domain::customer::{Customer, State};
use crate::error::Error;
use crate::store::customer::{self, Key};
use crate::store::erasure_position;
use crate::store::record::{self, Opener};
use crate::{NAME, Service};

/// Erasures that are read at once.
const PAGE: u64 = 500;

impl Service {
    /// Carries out the erasures that these records do not know, and answers how many were read. Run it before serving.
    ///
    /// # Errors
    /// Those of the databases and the keyring.
    pub async fn replay_erasures(&self) -> Result<usize, Error> {
        let mut position = erasure_position::get(self.database()).await?;
        let mut count = 0;
        loop {
            let page = self.ledger.erasures_after(position, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(count) };
            position = *last;
            for (_, erasure) in page.iter().filter(|(_, erasure)| erasure.service == NAME) {
                self.carry_out(erasure).await?;
                count += 1;
            }
            erasure_position::set(self.database(), position).await?;
        }
    }

    async fn carry_out(&self, erasure: &Erasure) -> Result<(), Error> {
        let keys = self.keyring.tenant_key(&erasure.tenant).await?;
        let row = customer::find(self.database(), &erasure.tenant, &keys, &Key::Id(erasure.subject)).await?;
        if let Some(row) = row.filter(|row| row.state != State::Erased.code()) {
            let before = Opener { keyring: &self.keyring, tenant: &erasure.tenant }.row(&row).await?;
            let facts = crate::domain::customer::Facts { state: State::Erased, ..before.facts.clone() };
            let after = Customer { revision: before.revision + 1, facts, personal: None, ..before.clone() };
            let kept = record::keep(&erasure.tenant, &after, None)?;
            let salt = self.clock.salt();
            let kind = ChangeKind::Erased;
            let change = customer::change(&erasure.tenant, &keys, Some(&before), &after, kept, kind, salt)?;
            let write = Write {
                tenant: Arc::from(erasure.tenant.as_str()),
                actor: format!("service:{NAME}"),
                cause: Cause { kind: "erasure", id: erasure.subject },
                trace: Vec::new(),
                request: None,
                claims: Vec::new(),
                releases: customer::held_external_ids(self.database(), &erasure.tenant, erasure.subject).await?,
                records: vec![change],
            };
            self.journal.write(write).await?;
        }
        for slot in &erasure.slots {
            match self.keyring.shred(*slot).await {
                // The keyring may come from before the key was made: then nothing of it is left.
                Ok(()) | Err(keyring::Error::Missing { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
