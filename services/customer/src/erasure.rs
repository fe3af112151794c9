//! Carrying out what the ledger of erasures says, in records that may have been restored and after a process that died amid one.

use std::sync::Arc;
use std::time::Duration;

use clock::Instant;
use journal::{Cause, ChangeKind, Refusal, Write, WriteError};
use keyring::ledger::Erasure;
use tokio_util::sync::CancellationToken;

use crate::domain::contact_person::ContactPerson;
use crate::domain::customer::Customer;
use crate::error::Error;
use crate::store::customer::{self, Key};
use crate::store::{contact_person, erasure_position, record};
use crate::{NAME, Service};

/// Erasures that are read at once.
const PAGE: u64 = 500;
/// How often is looked for erasures that were not carried out.
const PERIOD: Duration = Duration::from_secs(60);
/// An erasure this young may still be under way in a call, which carries it out itself. Microseconds.
const UNDER_WAY_MICROS: i64 = 60_000_000;

impl Service {
    /// Carries out the erasures that these records do not know, and answers how many were read. Run it before serving.
    ///
    /// # Errors
    /// Those of the databases and the keyring.
    pub async fn replay_erasures(&self) -> Result<usize, Error> {
        self.replay_until(Instant::from_micros(i64::MAX)).await
    }

    /// Carries out, now and then until `end`, what calls began and left: the process was killed, or a database failed.
    pub async fn finish_erasures(self: Arc<Self>, end: CancellationToken) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(PERIOD) => {}
                () = end.cancelled() => return,
            }
            let finished = async {
                let erased = self.replay_until(self.clock.now().plus_micros(-UNDER_WAY_MICROS)).await?;
                if erased > 0 {
                    // What erased persons' tokens were must not remain in the files either.
                    customer::TOKENS.vacuum(self.database()).await?;
                    contact_person::TOKENS.vacuum(self.database()).await?;
                }
                Ok::<_, Error>(())
            };
            if let Err(error) = finished.await {
                tracing::warn!(%error, "erasures of the ledger could not be carried out; tried again later");
            }
        }
    }

    async fn replay_until(&self, youngest: Instant) -> Result<usize, Error> {
        let mut position = erasure_position::get(self.database()).await?;
        let mut count = 0;
        loop {
            let page = self.ledger.erasures_after(position, PAGE).await?;
            let page: Vec<_> = page.into_iter().take_while(|(_, erasure)| erasure.time <= youngest).collect();
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
        while let Some(write) = self.erasing(erasure).await? {
            match self.journal.write(write).await {
                // Others changed it meanwhile.
                Err(WriteError::Refused(Refusal::Revision { .. })) => {}
                outcome => {
                    outcome?;
                    break;
                }
            }
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

    /// What makes the record of an erased subject say so; none when it does, or there is none.
    async fn erasing(&self, erasure: &Erasure) -> Result<Option<Write>, Error> {
        let Erasure { tenant, subject, .. } = erasure;
        let (database, salt) = (self.database(), self.clock.salt());
        let keys = self.keyring.tenant_key(tenant).await?;
        let (change, releases) = if let Some(row) = customer::find(database, tenant, &keys, &Key::Id(*subject)).await? {
            let before = record::without_personal(&row)?;
            let Ok(erased) = before.erased() else { return Ok(None) };
            let after = Customer { revision: before.revision + 1, ..erased };
            let kept = record::keep(tenant, &after, None)?;
            let change = customer::change(tenant, &keys, Some(&before), &after, kept, ChangeKind::Erased, salt)?;
            (change, customer::held_external_ids(database, tenant, *subject).await?)
        } else if let Some(row) = contact_person::find(database, tenant, *subject).await? {
            let before = contact_person::without_personal(&row)?;
            let Ok(erased) = before.erased() else { return Ok(None) };
            let after = ContactPerson { revision: before.revision + 1, ..erased };
            let kept = contact_person::keep(tenant, &after, None)?;
            let change = contact_person::change(tenant, &keys, Some(&before), &after, kept, ChangeKind::Erased, salt)?;
            (change, contact_person::held_keys(database, tenant, *subject).await?)
        } else {
            return Ok(None);
        };
        Ok(Some(Write {
            tenant: Arc::from(tenant.as_str()),
            actor: format!("service:{NAME}"),
            cause: Cause { kind: "erasure", id: *subject },
            trace: Vec::new(),
            request: None,
            claims: Vec::new(),
            releases,
            limits: Vec::new(),
            records: vec![change],
        }))
    }
}
