//! Work in parts, each under a lease of its own, spread evenly over all who do it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use uuid::Uuid;

use crate::lease::now;
use crate::{Database, Engine, Error, Lease, WriteTransaction};

/// One holder's share of the parts of a work. Who does the work says so by a lease of its own, beside those of the parts.
#[derive(Clone, Debug)]
pub struct LeaseShare {
    name: &'static str,
    parts: i64,
    holder: Uuid,
    term: Duration,
}

impl LeaseShare {
    /// The share that `holder` (an id of this process) has of the work `name` in `parts`, each part for `term` at a time.
    pub fn new(name: &'static str, parts: i64, holder: Uuid, term: Duration) -> Self {
        Self { name, parts, holder, term }
    }

    /// The name of the lease of a part.
    pub fn part(&self, part: i64) -> String {
        format!("{}/{part}", self.name)
    }

    /// Renews the leases of this share, takes free ones until it is even with the others, gives back what goes beyond. Answers the parts
    /// that are held, each with its epoch.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn keep(&self, database: &Database) -> Result<BTreeMap<i64, i64>, Error> {
        let mut transaction = database.begin().await?;
        let fair = self.fair(&mut transaction).await?;
        let holders = self.holders(&mut transaction).await?;
        let ended = self.ended(&mut transaction).await?;
        let is_mine = |part: &i64| holders.get(part) == Some(&self.holder);
        // Own parts first; among the free ones, from a place of its own on, so that those who begin together rarely meet.
        let offset = i64::from(self.holder.as_bytes().last().copied().unwrap_or_default());
        let mine = (0..self.parts).filter(is_mine);
        let free = (0..self.parts).map(|part| (part + offset) % self.parts);
        let free = free.filter(|part| !holders.contains_key(part) && ended.get(part).is_none_or(|ours| *ours));
        let wanted: BTreeSet<_> = mine.chain(free).take(fair).collect();
        // All take rows in the order of the names, as do those whose writes are fenced by them, and so never wait for each other in a circle.
        let touched = (0..self.parts).filter(|part| wanted.contains(part) || is_mine(part));
        let touched: BTreeMap<_, _> = touched.map(|part| (self.part(part), part)).collect();
        let mut held = BTreeMap::new();
        for (name, part) in touched {
            let lease = Lease::new(name, self.holder, self.term);
            if !wanted.contains(&part) {
                lease.release_in(&mut transaction).await?;
            } else if let Some(epoch) = lease.acquire_in(&mut transaction).await? {
                held.insert(part, epoch);
            }
        }
        transaction.commit().await?;
        Ok(held)
    }

    /// Gives all back, so that others can have them at once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn release(&self, database: &Database) -> Result<(), Error> {
        let mut transaction = database.begin().await?;
        transaction
            .execute(
                "UPDATE lease SET end_time = 0 WHERE holder = $1 AND name LIKE $2",
                vec![self.holder.into(), format!("{}/%", self.name).into()],
            )
            .await?;
        transaction.commit().await
    }

    /// How many parts each may have, itself among those who do the work.
    async fn fair(&self, transaction: &mut WriteTransaction) -> Result<usize, Error> {
        let member = format!("{}/member/{}", self.name, self.holder);
        Lease::new(member, self.holder, self.term).acquire_in(transaction).await?;
        let now = now(transaction.engine());
        let members = format!("{}/member/%", self.name);
        // Nobody is to wait for one who stands still amid a transaction.
        let gone = format!(
            "DELETE FROM lease WHERE name IN
                 (SELECT name FROM lease WHERE name LIKE $1 AND end_time < {now} - $2 {})",
            skip_locked(transaction.engine())
        );
        let term = i64::try_from(self.term.as_micros()).unwrap_or(i64::MAX);
        transaction.execute(gone, vec![members.as_str().into(), term.into()]).await?;
        let alive = format!("SELECT COUNT(*) FROM lease WHERE name LIKE $1 AND end_time >= {now}");
        let rows = transaction.query(alive, vec![members.into()]).await?;
        let alive = rows.first().map_or(Ok(1), |row| row.integer(0))?.max(1);
        Ok(usize::try_from((self.parts + alive - 1) / alive).unwrap_or_default())
    }

    /// The parts whose leases have ended, each with whether it can be had now. One cannot whose holder stands still amid a transaction:
    /// nobody is to wait for that one, who has parts of its own to keep.
    async fn ended(&self, transaction: &mut WriteTransaction) -> Result<BTreeMap<i64, bool>, Error> {
        let engine = transaction.engine();
        let prefix = format!("{}/", self.name);
        let sql = format!("SELECT name FROM lease WHERE name LIKE $1 AND end_time < {} ORDER BY name", now(engine));
        let mut ended = BTreeMap::new();
        let lock = skip_locked(engine);
        for (sql, can_be_had) in [(sql.clone(), engine == Engine::Sqlite), (format!("{sql} {lock}"), true)] {
            for row in transaction.query(sql, vec![format!("{prefix}%").into()]).await? {
                if let Some(Ok(part)) = row.text(0)?.strip_prefix(&prefix).map(str::parse) {
                    ended.insert(part, can_be_had);
                }
            }
        }
        Ok(ended)
    }

    /// The parts that somebody holds.
    async fn holders(&self, transaction: &mut WriteTransaction) -> Result<BTreeMap<i64, Uuid>, Error> {
        let sql =
            format!("SELECT name, holder FROM lease WHERE name LIKE $1 AND end_time >= {}", now(transaction.engine()));
        let prefix = format!("{}/", self.name);
        let rows = transaction.query(sql, vec![format!("{prefix}%").into()]).await?;
        let mut holders = BTreeMap::new();
        for row in rows {
            if let Some(Ok(part)) = row.text(0)?.strip_prefix(&prefix).map(str::parse) {
                holders.insert(part, row.uuid(1)?);
            }
        }
        Ok(holders)
    }
}

/// Takes the rows that nobody else has locked, alone.
fn skip_locked(engine: Engine) -> &'static str {
    match engine {
        // The one writer has locked everything.
        Engine::Sqlite => "",
        Engine::Postgres => "FOR UPDATE SKIP LOCKED",
    }
}
