//! Erasures that another service was asked for, and tells of by its feed.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use keyring::ledger::Erasure;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Erase;
use crate::Error;

/// How often is looked for subjects that were erased elsewhere.
const PERIOD: Duration = Duration::from_secs(1);
/// The longest that is waited after some could not be erased here: each time twice as long.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// A service that hears of erasures.
pub trait Follow: Erase {
    /// Some of the erasures that were told of and are not carried out here.
    fn told(&self) -> impl Future<Output = Result<Vec<Erasure>, Error<Self::Objection>>> + Send;

    /// Told when the keys of an erased subject are gone. Most services keep none at hand.
    fn shredded(&self, _: &Erasure) -> impl Future<Output = ()> + Send {
        async {}
    }
}

/// The subjects, of tenants, whose erasure was written down, and failed here. What they are told of again is not written down again.
type Failed = HashSet<(String, Uuid)>;

/// Carries out, until `end`, the erasures that others tell of.
pub async fn follow<S: Follow>(service: Arc<S>, end: CancellationToken) {
    let mut failed = Failed::new();
    let mut pause = PERIOD;
    loop {
        pause = match carry_out(&*service, &mut failed).await {
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

/// Carries out what was told of: first where no restore of the records can turn it back. One that fails does not hold up the others;
/// its error is answered.
async fn carry_out<S: Follow>(service: &S, failed: &mut Failed) -> Result<(), Error<S::Objection>> {
    let mut outcome = Ok(());
    for erasure in service.told().await? {
        let subject = (erasure.tenant.clone(), erasure.subject);
        if !failed.contains(&subject) {
            service.records().ledger.record_erasure(&erasure).await?;
        }
        match super::carry_out(service, erasure.clone()).await {
            Ok(()) => {
                failed.remove(&subject);
                service.shredded(&erasure).await;
            }
            Err(error) => {
                failed.insert(subject);
                outcome = Err(error);
            }
        }
    }
    outcome
}
