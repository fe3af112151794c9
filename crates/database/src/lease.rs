//! What runs once among many processes holds a lease: a row with a holder, an end and an epoch, on the database's clock.

use std::borrow::Cow;
use std::time::Duration;

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;
use uuid::Uuid;

use crate::{Database, Engine, Error, WriteTransaction, define};

/// A lease by name. An epoch is never given twice, so what a holder writes can be fenced by it.
#[derive(Clone, Debug)]
pub struct Lease {
    name: Cow<'static, str>,
    holder: Uuid,
    term: Duration,
}

impl Lease {
    /// The lease `name` as `holder` (an id of this process) would hold it, each time for `term`.
    pub fn new(name: impl Into<Cow<'static, str>>, holder: Uuid, term: Duration) -> Self {
        Self { name: name.into(), holder, term }
    }

    /// Makes the table of leases; part of a service's first migration.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn create_table(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        define(
            manager,
            "CREATE TABLE lease (
                name TEXT NOT NULL PRIMARY KEY,
                holder UUID NOT NULL,
                epoch BIGINT NOT NULL,
                end_time BIGINT NOT NULL
            )",
        )
        .await
    }

    /// Takes the lease, or renews it; answers its epoch, or nothing while another holds it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn acquire(&self, database: &Database) -> Result<Option<i64>, Error> {
        let mut transaction = database.begin().await?;
        let epoch = self.acquire_in(&mut transaction).await?;
        transaction.commit().await?;
        Ok(epoch)
    }

    /// As [`Lease::acquire`], in the transaction whose work the lease guards.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn acquire_in(&self, transaction: &mut WriteTransaction) -> Result<Option<i64>, Error> {
        let now = now(transaction.engine());
        let sql = format!(
            "INSERT INTO lease (name, holder, epoch, end_time) VALUES ($1, $2, 1, {now} + $3)
             ON CONFLICT (name) DO UPDATE SET
                 holder = excluded.holder,
                 epoch = lease.epoch + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END,
                 end_time = excluded.end_time
             WHERE lease.holder = excluded.holder OR lease.end_time < {now}
             RETURNING epoch"
        );
        let term = i64::try_from(self.term.as_micros()).unwrap_or(i64::MAX);
        let rows = transaction.query(sql, vec![self.name.as_ref().into(), self.holder.into(), term.into()]).await?;
        rows.first().map(|row| row.integer(0)).transpose()
    }

    /// Whether a lease is still held under an epoch. It stays so until the transaction ends: who takes it over waits for that.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn is_held_in(transaction: &mut WriteTransaction, name: &str, epoch: i64) -> Result<bool, Error> {
        let lock = match transaction.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => "FOR SHARE",
        };
        let sql = format!("SELECT epoch FROM lease WHERE name = $1 AND epoch = $2 {lock}");
        Ok(!transaction.query(sql, vec![name.into(), epoch.into()]).await?.is_empty())
    }

    /// Gives the lease back, so that another can have it at once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn release(&self, database: &Database) -> Result<(), Error> {
        let mut transaction = database.begin().await?;
        self.release_in(&mut transaction).await?;
        transaction.commit().await
    }

    /// As [`Lease::release`], in a transaction.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn release_in(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        transaction
            .execute(
                "UPDATE lease SET end_time = 0 WHERE name = $1 AND holder = $2",
                vec![self.name.as_ref().into(), self.holder.into()],
            )
            .await?;
        Ok(())
    }
}

/// The present time on the database's clock, in microseconds since the epoch.
pub(crate) fn now(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
        Engine::Postgres => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)",
    }
}
