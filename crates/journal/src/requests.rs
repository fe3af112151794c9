//! Forgetting answered requests.

use std::time::Duration;

use database::Error;
use tokio_util::sync::CancellationToken;

use crate::Journal;

/// How long a request id is remembered, in microseconds: seven days.
const KEPT_MICROS: i64 = 7 * 24 * 3_600 * 1_000_000;
/// How often old ones are removed.
const PERIOD: Duration = Duration::from_secs(600);

impl Journal {
    /// Removes request ids that are older than seven days, now and then, until `end`.
    pub async fn forget_requests(self, end: CancellationToken) {
        loop {
            if let Err(error) = self.forget_requests_once().await {
                tracing::warn!(%error, "old request ids could not be removed; tried again later");
            }
            tokio::select! {
                () = tokio::time::sleep(PERIOD) => {}
                () = end.cancelled() => return,
            }
        }
    }

    async fn forget_requests_once(&self) -> Result<(), Error> {
        let oldest = self.clock.now().plus_micros(-KEPT_MICROS);
        let mut transaction = self.database.begin().await?;
        transaction
            .execute("DELETE FROM journal_request WHERE request_time < $1", vec![oldest.as_micros().into()])
            .await?;
        transaction.commit().await
    }
}
