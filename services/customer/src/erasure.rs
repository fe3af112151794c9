//! Carrying out what the ledger of erasures says, in records that may have been restored and after a process that died amid one.

use std::sync::Arc;
use std::time::Duration;

use clock::Instant;
use journal::{Cause, ChangeKind, Refusal, Write, WriteError};
use keyring::ledger::Erasure;
use tokio_util::sync::CancellationToken;

use crate::domain::customer::{Customer, Facts, State};
use crate::error::Error;
use crate::store::customer::{self, Key, TOKENS};
use crate::store::entity::customer::Model;
use crate::store::erasure_position;
use crate::store::record;
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
                    TOKENS.vacuum(self.database()).await?;
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
        let keys = self.keyring.tenant_key(&erasure.tenant).await?;
        let key = Key::Id(erasure.subject);
        while let Some(row) = customer::find(self.database(), &erasure.tenant, &keys, &key).await?
            && row.state != State::Erased.code()
        {
            let write = self.erasing(erasure, &row, &keys).await?;
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

    async fn erasing(&self, erasure: &Erasure, row: &Model, keys: &keyring::TenantKey) -> Result<Write, Error> {
        let tenant = &erasure.tenant;
        let before = record::without_personal(row)?;
        let facts = Facts { state: State::Erased, ..before.facts.clone() };
        let after = Customer { revision: before.revision + 1, facts, ..before.clone() };
        let kept = record::keep(tenant, &after, None)?;
        let change =
            customer::change(tenant, keys, Some(&before), &after, kept, ChangeKind::Erased, self.clock.salt())?;
        Ok(Write {
            tenant: Arc::from(tenant.as_str()),
            actor: format!("service:{NAME}"),
            cause: Cause { kind: "erasure", id: erasure.subject },
            trace: Vec::new(),
            request: None,
            claims: Vec::new(),
            releases: customer::held_external_ids(self.database(), tenant, erasure.subject).await?,
            limits: Vec::new(),
            records: vec![change],
        })
    }
}
