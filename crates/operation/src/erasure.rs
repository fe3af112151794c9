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
    /// Makes the records of an erased subject say so, and unreadable. It may have been done before, whole or in part.
    fn erase(&self, erasure: &Erasure) -> impl Future<Output = Result<(), Error<Self::Objection>>> + Send;

    /// Makes what is left of tokens of erased persons vanish from the files, after some were erased.
    fn vacuum(&self) -> impl Future<Output = Result<(), Error<Self::Objection>>> + Send;
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

/// Carries out the erasures that these records do not know. Run it before serving.
///
/// # Errors
/// [`StartError::Erasure`].
pub async fn replay<S: Erase>(service: &S) -> Result<(), StartError> {
    let replayed = replay_until(service, Instant::from_micros(i64::MAX)).await;
    let erased = replayed.map_err(|error| StartError::Erasure(error.to_string()))?;
    if erased > 0 {
        tracing::info!(erased, "erasures of the ledger were carried out");
    }
    Ok(())
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
    loop {
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            () = end.cancelled() => return,
        }
        let finished = async {
            let oldest = service.records().clock.now().plus_micros(-UNDER_WAY_MICROS);
            if replay_until(&*service, oldest).await? > 0 {
                service.vacuum().await?;
            }
            Ok::<_, Error<S::Objection>>(())
        };
        if let Err(error) = finished.await {
            tracing::warn!(%error, "erasures of the ledger could not be carried out; tried again later");
        }
    }
}

async fn replay_until<S: Erase>(service: &S, youngest: Instant) -> Result<usize, Error<S::Objection>> {
    let records: &Records = service.records();
    let mut position = position::get(records).await?;
    let mut count = 0;
    loop {
        let page = records.ledger.erasures_after(position, PAGE).await?;
        let page: Vec<_> = page.into_iter().take_while(|(_, erasure)| erasure.time <= youngest).collect();
        let Some((last, _)) = page.last() else { return Ok(count) };
        position = *last;
        for (_, erasure) in page.iter().filter(|(_, erasure)| erasure.service == records.service) {
            service.erase(erasure).await?;
            shred(records, erasure).await?;
            count += 1;
        }
        position::set(records, position).await?;
    }
}

/// Makes the keys of an erased subject vanish.
///
/// # Errors
/// Those of the keyring.
pub async fn shred<O>(records: &Records, erasure: &Erasure) -> Result<(), Error<O>> {
    for slot in &erasure.slots {
        match records.keyring.shred(*slot).await {
            // The keyring may come from before the key was made: then nothing of it is left.
            Ok(()) | Err(keyring::Error::Missing { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
