//! Carrying out what the ledger of erasures says, in records that may have been restored and after a process that died amid one; and
//! what other services tell of.

mod follow;
mod position;

use std::sync::Arc;
use std::time::Duration;

use clock::Instant;
use conventions::problem::Problem;
pub use follow::{Follow, follow};
use foundation::Records;
use journal::{Cause, RecordChange, Write};
use keyring::KeySlot;
use keyring::ledger::Erasure;
pub use position::create_tables;
use tokio_util::sync::CancellationToken;

use crate::{Error, Serve};

/// Erasures that are read at once.
const PAGE: u64 = 500;
/// How often is looked for erasures that were not carried out.
const PERIOD: Duration = Duration::from_secs(60);
/// An erasure this young may still be under way in a call, which carries it out itself. Microseconds.
const UNDER_WAY_MICROS: i64 = 60_000_000;

/// A service that can carry out an erasure in its records.
pub trait Erase: Serve {
    /// Makes the records of an erased subject say so, and unreadable. It may have been done before, whole or in part. Records under
    /// keys that the erasure does not name were written while it was asked for, or restored: they are left as they are until it is
    /// asked for with those keys, whose slots are answered.
    fn erase(&self, erasure: &Erasure) -> impl Future<Output = Result<Vec<KeySlot>, Error<Self::Objection>>> + Send;

    /// Makes what is left of tokens of erased persons vanish from the files, after some were erased. Services that keep nothing personal
    /// outside what is sealed have none.
    fn vacuum(&self) -> impl Future<Output = Result<(), Error<Self::Objection>>> + Send {
        async { Ok(()) }
    }
}

/// Why a service that keeps personal data cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// What it stands on.
    #[error(transparent)]
    Foundation(#[from] foundation::Error),
    /// Erasures that could not be carried out in records that may have been restored: they are not served.
    #[error("erasures could not be carried out: {0}")]
    Erasure(String),
    /// A setting whose value the service cannot use; the message names it.
    #[error("{0}")]
    Setting(String),
}

/// Carries out the erasures that these records or their keyring do not know. Run it before serving.
///
/// # Errors
/// [`StartError::Erasure`].
pub async fn replay<S: Erase>(service: &S) -> Result<(), StartError> {
    let (erased, outcome) = replay_until(service, Instant::from_micros(i64::MAX)).await;
    if erased > 0 {
        tracing::info!(erased, "erasures of the ledger were carried out");
    }
    outcome.map_err(|error| StartError::Erasure(error.to_string()))
}

/// The write by which an erasure changes a record.
pub fn write(erasure: &Erasure, change: RecordChange) -> Write {
    Write {
        tenant: Arc::from(erasure.tenant.as_str()),
        actor: format!("service:{}", erasure.service),
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

/// Carries out, now and then until `end`, what calls began and left: the process was killed, or a database failed.
pub async fn finish<S: Erase>(service: Arc<S>, end: CancellationToken)
where
    Problem: From<S::Objection>,
{
    // Whoever was here before may have ended before it came to that.
    let mut is_to_vacuum = true;
    loop {
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            () = end.cancelled() => return,
        }
        let oldest = service.records().clock.now().plus_micros(-UNDER_WAY_MICROS);
        let (erased, outcome) = replay_until(&*service, oldest).await;
        is_to_vacuum |= erased > 0;
        let vacuumed = if is_to_vacuum { service.vacuum().await } else { Ok(()) };
        is_to_vacuum = vacuumed.is_err();
        if let Err(error) = outcome.and(vacuumed) {
            tracing::warn!(%error, "erasures of the ledger could not be carried out; tried again later");
        }
    }
}

/// Carries out the erasures up to the youngest; answers how many. One that fails does not hold up the others: it is where the next
/// replay begins.
async fn replay_until<S: Erase>(service: &S, youngest: Instant) -> (usize, Result<(), Error<S::Objection>>) {
    let mut count = 0;
    let mut outcome = Ok(());
    let replayed = async {
        let records: &Records = service.records();
        let mut position = position::get(records).await?;
        loop {
            let page = records.ledger.erasures_after(position, PAGE).await?;
            let page: Vec<_> = page.into_iter().take_while(|(_, erasure)| erasure.time <= youngest).collect();
            let Some((last, _)) = page.last() else { return Ok(()) };
            position = *last;
            for (_, erasure) in page.into_iter().filter(|(_, erasure)| erasure.service == records.service) {
                match carry_out(service, erasure).await {
                    Ok(()) => count += 1,
                    Err(error) => outcome = Err(error),
                }
            }
            if outcome.is_ok() {
                position::set(records, position).await?;
            }
        }
    };
    let replayed: Result<(), Error<S::Objection>> = replayed.await;
    (count, replayed.and(outcome))
}

/// Carries out an erasure that stands in the ledger: the records first, the keys last.
async fn carry_out<S: Erase>(service: &S, mut erasure: Erasure) -> Result<(), Error<S::Objection>> {
    loop {
        let others = service.erase(&erasure).await?;
        if others.is_empty() {
            return shred(service.records(), &erasure).await;
        }
        erasure.slots.extend(others);
        service.records().ledger.record_erasure(&erasure).await?;
    }
}

/// Where the keys lie of what is sealed, as far as the erasure does not name them; each once.
///
/// # Errors
/// A fault when something sealed is malformed.
pub fn other_slots<'a, O>(erasure: &Erasure, sealed: impl Iterator<Item = &'a [u8]>) -> Result<Vec<KeySlot>, Error<O>> {
    let mut others = Vec::new();
    for sealed in sealed.filter(|sealed| !sealed.is_empty()) {
        let slot = KeySlot::of_sealed(sealed)?;
        if !erasure.slots.contains(&slot) && !others.contains(&slot) {
            others.push(slot);
        }
    }
    Ok(others)
}

/// Makes the keys of an erased subject vanish.
async fn shred<O>(records: &Records, erasure: &Erasure) -> Result<(), Error<O>> {
    for slot in &erasure.slots {
        match records.keyring.shred(*slot).await {
            // The keyring may come from before the key was made: then nothing of it is left.
            Ok(()) | Err(keyring::Error::Missing { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
