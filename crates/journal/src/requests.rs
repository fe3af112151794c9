//! Requests that were answered: looking one up, and forgetting them after a while.

use std::time::Duration;

use database::{Error, WriteTransaction};
use sea_orm::EntityTrait;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::entity::request;
use crate::{Journal, Outcome, Refusal, RequestClaim, WriteError};

/// How long a request id is remembered, in microseconds: seven days.
pub(crate) const KEPT_MICROS: i64 = 7 * 24 * 3_600 * 1_000_000;
/// How many are removed in one transaction.
const PORTION: i64 = 5_000;
/// How often old ones are removed.
const PERIOD: Duration = Duration::from_secs(600);

impl Journal {
    /// What was answered to a request, if it was.
    ///
    /// # Errors
    /// [`Refusal::RequestReused`] when its id came with another body; those of the database.
    pub async fn answered(&self, tenant: &str, claim: &RequestClaim) -> Result<Option<Outcome>, WriteError> {
        let key = (tenant.to_owned(), claim.principal.clone(), claim.id);
        let row = request::Entity::find_by_id(key).one(self.database.reader()).await.map_err(Error::from)?;
        match row {
            Some(row) if !is_same(&row.fingerprint, &claim.fingerprint) => Err(Refusal::RequestReused.into()),
            row => Ok(row.map(|row| Outcome::Replayed {
                kind: row.entity_kind,
                id: row.entity_id,
                revision: row.revision,
            })),
        }
    }

    /// Removes request ids that are older than seven days, and counters of limits that nobody has touched for as long, now and
    /// then, until `end`.
    pub async fn forget_requests(self, end: CancellationToken) {
        loop {
            if let Err(error) = self.forget_once().await {
                tracing::warn!(%error, "old request ids could not be removed; tried again later");
            }
            tokio::select! {
                () = tokio::time::sleep(PERIOD) => {}
                () = end.cancelled() => return,
            }
        }
    }

    /// Removes what is too old once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget_once(&self) -> Result<(), Error> {
        self.forget_limits().await?;
        let oldest = self.clock.now().plus_micros(-KEPT_MICROS);
        loop {
            let mut transaction = self.database.begin().await?;
            let removed = transaction
                .execute(
                    "DELETE FROM journal_request WHERE request_time <=
                         (SELECT MAX(request_time) FROM
                             (SELECT request_time FROM journal_request WHERE request_time < $1
                              ORDER BY request_time LIMIT $2) AS oldest)",
                    vec![oldest.as_micros().into(), PORTION.into()],
                )
                .await?;
            transaction.commit().await?;
            if removed < PORTION.unsigned_abs() {
                return Ok(());
            }
        }
    }
}

/// Whether what is asked is what was answered. Of an erased record's requests nobody knows any more what they said: asked again,
/// they are answered with the erased record, and do not bring it back.
pub(crate) fn is_same(kept: &[u8], asked: &[u8]) -> bool {
    kept.is_empty() || kept == asked
}

/// Forgets what the requests said that the entries of a record answered.
pub(crate) async fn forget(transaction: &mut WriteTransaction, tenant: &str, id: Uuid) -> Result<(), Error> {
    transaction
        .execute(
            "UPDATE journal_request SET fingerprint = $3 WHERE (tenant_id, principal, request_id) IN
                 (SELECT tenant_id, actor, request_id FROM journal WHERE tenant_id = $1 AND entity_id = $2)",
            vec![tenant.into(), id.into(), Vec::new().into()],
        )
        .await?;
    Ok(())
}
