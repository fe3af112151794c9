//! Erasures that another service was asked for, and tells of by its feed.

use std::sync::Arc;
use std::time::Duration;

use keyring::ledger::Erasure;
use tokio_util::sync::CancellationToken;

use super::{Erase, shred};
use crate::Error;

/// How often is looked for subjects that were erased elsewhere.
const PERIOD: Duration = Duration::from_secs(1);
/// The longest that is waited after some could not be erased here: each time twice as long, for each try is written down.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// A service that hears of erasures.
pub trait Follow: Erase {
    /// Some of the erasures that were told of and are not carried out here.
    fn told(&self) -> impl Future<Output = Result<Vec<Erasure>, Error<Self::Objection>>> + Send;

    /// Told when the keys of an erased subject are gone.
    fn shredded(&self, erasure: &Erasure) -> impl Future<Output = ()> + Send;
}

/// Carries out, until `end`, the erasures that others tell of.
pub async fn follow<S: Follow>(service: Arc<S>, end: CancellationToken) {
    let mut pause = PERIOD;
    loop {
        pause = match carry_out(&*service).await {
            Ok(()) => PERIOD,
            Err(error) => {
                tracing::warn!(%error, "what was erased elsewhere could not be erased here; tried again");
                LONGEST_PAUSE.min(pause * 2)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = end.cancelled() => return,
        }
    }
}

/// Carries out what was told of. One that fails does not hold up the others; its error is answered.
async fn carry_out<S: Follow>(service: &S) -> Result<(), Error<S::Objection>> {
    let mut outcome = Ok(());
    for erasure in service.told().await? {
        if let Err(error) = carry_out_one(service, &erasure).await {
            outcome = Err(error);
        }
    }
    outcome
}

/// First where no restore of the records can turn it back; then the records; the keys last.
async fn carry_out_one<S: Follow>(service: &S, erasure: &Erasure) -> Result<(), Error<S::Objection>> {
    service.records().ledger.record_erasure(erasure).await?;
    service.erase(erasure).await?;
    shred(service.records(), erasure).await?;
    service.shredded(erasure).await;
    Ok(())
}
