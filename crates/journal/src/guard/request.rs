//! The second guard: a request id is answered once.

use std::sync::LazyLock;

use clock::Instant;
use database::{Error, Row, Table, WriteTransaction};
use uuid::Uuid;

use super::{Guarded, unclear};
use crate::entity::request;
use crate::outcome::{Outcome, Refusal};
use crate::requests;
use crate::write::Write;

static REQUEST: LazyLock<Table> = LazyLock::new(Table::of::<request::Entity>);

impl Guarded<'_> {
    pub(super) async fn claim_requests(
        &mut self,
        transaction: &mut WriteTransaction,
        now: Instant,
    ) -> Result<(), Error> {
        let mut claims = Vec::new();
        for (index, write) in self.open() {
            claims.extend(request_row(write, now).map(|row| (index, row)));
        }
        claims.sort_by(|(_, a), (_, b)| request_order(a).cmp(&request_order(b)));
        let rows = claims.iter().map(|(_, row)| Row::of(row)).collect::<Result<_, _>>()?;
        let won = transaction.claim(&REQUEST, rows).await?;
        for ((index, row), won) in claims.into_iter().zip(won) {
            if !won {
                let mut result = answered(transaction, &row).await?;
                let is_own = matches!(&result, Ok(Outcome::Replayed { id, .. }) if *id == row.entity_id);
                let first = self.writes.get(index).and_then(|write| Some((write, write.records.first()?)));
                // What was answered may be this write itself.
                if let Some((write, change)) = first.filter(|_| is_own)
                    && let Some(outcome) = unclear::written_before(transaction, write, change).await?
                {
                    result = Ok(outcome);
                }
                self.decide(index, result);
            }
        }
        Ok(())
    }

    /// Takes back the request ids of refused writes: a refusal is not an answer to keep.
    pub(super) async fn give_requests_back(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        let rows = self.refused().filter_map(|(_, write)| request_row(write, Instant::default()));
        let keys = rows.map(|row| Ok(Row::of(&row)?.key(&REQUEST))).collect::<Result<_, Error>>()?;
        transaction.delete(&REQUEST, keys).await
    }
}

fn request_row(write: &Write, now: Instant) -> Option<request::Model> {
    let (claim, record) = (write.request.as_ref()?, write.records.first()?);
    Some(request::Model {
        tenant_id: write.tenant.to_string(),
        principal: claim.principal.clone(),
        request_id: claim.id,
        fingerprint: claim.fingerprint.to_vec(),
        entity_kind: record.key.kind.to_owned(),
        entity_id: record.key.id,
        revision: record.expected_revision + 1,
        request_time: now.as_micros(),
    })
}

fn request_order(row: &request::Model) -> (&str, &str, Uuid) {
    (&row.tenant_id, &row.principal, row.request_id)
}

/// What was answered to this request id.
async fn answered(
    transaction: &mut WriteTransaction,
    asked: &request::Model,
) -> Result<Result<Outcome, Refusal>, Error> {
    let rows = transaction
        .query(
            "SELECT fingerprint, entity_kind, entity_id, revision FROM journal_request
             WHERE tenant_id = $1 AND principal = $2 AND request_id = $3",
            vec![asked.tenant_id.as_str().into(), asked.principal.as_str().into(), asked.request_id.into()],
        )
        .await?;
    let row = rows.first().ok_or_else(|| Error::Statement("an answered request vanished".into()))?;
    Ok(if requests::is_same(&row.bytes(0)?, &asked.fingerprint) {
        Ok(Outcome::Replayed { kind: row.text(1)?, id: row.uuid(2)?, revision: row.integer(3)? })
    } else {
        Err(Refusal::RequestReused)
    })
}
