//! The last guard: a limit is not gone past.
//!
//! The row of a limit is locked by counting it up, and stays locked to the end of the transaction: so what is counted then, the row
//! itself or what a query finds, holds until the write is there.

use clock::Instant;
use database::{Error, WriteTransaction};
use sea_orm::EntityTrait;

use super::Guarded;
use crate::entity::limit;
use crate::outcome::{Refusal, WriteError};
use crate::write::{Counted, Limit, Write};
use crate::{Journal, requests};

impl Guarded<'_> {
    /// Counts the writes that nothing stands against yet, and refuses those that go past a limit. What a refused one has counted is
    /// taken back.
    pub(super) async fn count_limits(&mut self, transaction: &mut WriteTransaction, now: Instant) -> Result<(), Error> {
        let mut limits: Vec<_> = self
            .open()
            .flat_map(|(index, write)| {
                write.limits.iter().enumerate().map(move |(at, limit)| (index, at, write, limit))
            })
            .collect();
        limits.sort_by_key(|(_, _, write, limit)| (&write.tenant, &limit.kind, &limit.value));
        let mut counted: Vec<(usize, &Write, &Limit)> = Vec::with_capacity(limits.len());
        for (index, at, write, limit) in limits {
            let before = count_up(transaction, write, limit, now).await?;
            counted.push((index, write, limit));
            if before >= limit.most {
                self.decide(index, Err(Refusal::LimitReached { limit: at, count: before }));
            }
        }
        for (index, write, limit) in counted {
            if matches!(self.decided.get(index), Some(Some(Err(_)))) {
                count_down(transaction, write, limit).await?;
            }
        }
        Ok(())
    }
}

impl Journal {
    /// Asks by reading alone whether a write goes past one of its limits.
    pub(crate) async fn validate_limits(&self, write: &Write) -> Result<(), WriteError> {
        for (at, limit) in write.limits.iter().enumerate() {
            let count = match &limit.counted {
                Counted::Writes => {
                    let key = (write.tenant.to_string(), limit.kind.clone(), limit.value.clone());
                    let row = limit::Entity::find_by_id(key).one(self.database.reader()).await.map_err(Error::from)?;
                    row.map_or(0, |row| row.count)
                }
                Counted::Rows { sql, parameters } => self.database.number(sql, parameters.clone()).await?,
            };
            if count >= limit.most {
                return Err(Refusal::LimitReached { limit: at, count }.into());
            }
        }
        Ok(())
    }

    /// Removes counters that nobody has touched for as long as request ids are kept.
    pub(crate) async fn forget_limits(&self) -> Result<(), Error> {
        let oldest = self.clock.now().plus_micros(-requests::KEPT_MICROS);
        let mut transaction = self.database.begin().await?;
        transaction.execute("DELETE FROM journal_limit WHERE count_time < $1", vec![oldest.as_micros().into()]).await?;
        transaction.commit().await
    }
}

/// Locks a limit and counts the write; answers how much there was before.
async fn count_up(
    transaction: &mut WriteTransaction,
    write: &Write,
    limit: &Limit,
    now: Instant,
) -> Result<i64, Error> {
    let rows = transaction
        .query(
            "INSERT INTO journal_limit (tenant_id, kind, value, count, count_time) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, kind, value)
             DO UPDATE SET count = journal_limit.count + excluded.count, count_time = excluded.count_time
             RETURNING count",
            vec![
                write.tenant.as_ref().into(),
                limit.kind.as_str().into(),
                limit.value.as_str().into(),
                limit.step().into(),
                now.as_micros().into(),
            ],
        )
        .await?;
    let rows = match &limit.counted {
        Counted::Writes => rows,
        Counted::Rows { sql, parameters } => transaction.query(sql.clone(), parameters.clone()).await?,
    };
    let count = rows.first().ok_or_else(|| Error::Statement("nothing was counted".into()))?.integer(0)?;
    Ok(count - limit.step())
}

async fn count_down(transaction: &mut WriteTransaction, write: &Write, limit: &Limit) -> Result<(), Error> {
    transaction
        .execute(
            "UPDATE journal_limit SET count = count - $4 WHERE tenant_id = $1 AND kind = $2 AND value = $3",
            vec![
                write.tenant.as_ref().into(),
                limit.kind.as_str().into(),
                limit.value.as_str().into(),
                limit.step().into(),
            ],
        )
        .await?;
    Ok(())
}

impl Limit {
    /// By how much a write moves the counter: not at all where rows are counted, which are not there yet.
    fn step(&self) -> i64 {
        match self.counted {
            Counted::Writes => 1,
            Counted::Rows { .. } => 0,
        }
    }
}
