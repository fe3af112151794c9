//! Writes that an earlier attempt may have written, whose commit was unclear.

use clock::Instant;
use database::{Error, WriteTransaction};

use crate::outcome::{Outcome, Recorded};
use crate::write::{RecordChange, Write};

/// The outcome of a write that an earlier attempt has written; none when the entry of this change of its is not there.
pub(super) async fn written_before(
    transaction: &mut WriteTransaction,
    write: &Write,
    change: &RecordChange,
) -> Result<Option<Outcome>, Error> {
    let rows = transaction
        .query(
            "SELECT salt FROM journal WHERE tenant_id = $1 AND entity_id = $2 AND revision = $3 AND salt IS NOT NULL",
            vec![write.tenant.as_ref().into(), change.key.id.into(), (change.expected_revision + 1).into()],
        )
        .await?;
    match rows.first() {
        Some(row) if row.bytes(0)? == change.salt => recorded(transaction, write).await.map(Some),
        Some(_) | None => Ok(None),
    }
}

async fn recorded(transaction: &mut WriteTransaction, write: &Write) -> Result<Outcome, Error> {
    let mut recorded = Vec::with_capacity(write.records.len());
    for record in &write.records {
        let revision = record.expected_revision + 1;
        let rows = transaction
            .query(
                "SELECT record_time FROM journal WHERE tenant_id = $1 AND entity_id = $2 AND revision = $3",
                vec![write.tenant.as_ref().into(), record.key.id.into(), revision.into()],
            )
            .await?;
        let row = rows.first().ok_or_else(|| Error::Statement("an entry vanished".into()))?;
        recorded.push(Recorded { revision, time: Instant::from_micros(row.integer(0)?) });
    }
    Ok(Outcome::Committed(recorded))
}
