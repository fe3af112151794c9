//! Reading the entries of a partition in their order, from any place on.

use std::collections::BTreeMap;

use clock::Instant;
use database::{Database, Engine, Error};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement};
use tokio::sync::watch;
use uuid::Uuid;

use crate::arrivals::Arrivals;
use crate::entity::head;
use crate::{ChangeKind, Journal};

/// A place in the order of a partition. The default is the place before the first entry.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// The number of entries up to here.
    pub sequence: i64,
    /// The SHA-256 that stands for them all; empty before the first.
    pub hash: Vec<u8>,
}

/// An entry in its place, without its personal part.
#[derive(Clone, Debug)]
pub struct Ordered {
    /// Its place.
    pub place: Place,
    /// The tenant.
    pub tenant: String,
    /// The customer that the record belongs to; nil for a record of the whole tenant.
    pub customer: Uuid,
    /// The kind of the record.
    pub kind: String,
    /// The record.
    pub id: Uuid,
    /// The revision.
    pub revision: i64,
    /// What was done.
    pub change: ChangeKind,
    /// The form of the facts.
    pub schema: i64,
    /// Why: kind and id.
    pub cause: (String, Uuid),
    /// Who.
    pub actor: String,
    /// When.
    pub time: Instant,
    /// Trace context of the call, or none.
    pub trace: Vec<u8>,
    /// What names no person, in JSON; absent when purged.
    pub facts: Option<String>,
}

/// The journal has no such place: it was restored from an older copy since.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rewound;

/// The entries of a journal in their order, for reading. It does not keep the journal's writer running.
#[derive(Clone)]
pub struct Order {
    database: Database,
    arrivals: Arrivals,
}

impl Journal {
    /// The entries in their order.
    pub fn order(&self) -> Order {
        Order { database: self.database.clone(), arrivals: self.arrivals.clone() }
    }
}

impl Order {
    /// At most `limit` entries of a partition, those after the place `after`.
    ///
    /// The place is looked up by the same statement that reads the entries: so what is answered follows on it, even when another
    /// server took the database over in between.
    ///
    /// # Errors
    /// Those of the database. The inner one when the order has no such place.
    pub async fn after(
        &self,
        partition: i64,
        after: &Place,
        limit: u64,
    ) -> Result<Result<Vec<Ordered>, Rewound>, Error> {
        let entries = match self.database.engine() {
            Engine::Sqlite => ENTRIES_SQLITE,
            Engine::Postgres => ENTRIES_POSTGRES,
        };
        let backend = self.database.reader().get_database_backend();
        let limit = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
        let values = [partition.into(), after.sequence.into(), limit.into()];
        let statement = Statement::from_sql_and_values(backend, entries, values);
        let mut rows = OrderedRow::find_by_statement(statement).all(self.database.reader()).await?.into_iter();
        let is_there = if after.sequence == 0 {
            after.hash.is_empty()
        } else {
            rows.next().is_some_and(|row| row.sequence == after.sequence && row.hash == after.hash)
        };
        if !is_there {
            return Ok(Err(Rewound));
        }
        rows.map(Ordered::try_from).collect::<Result<_, _>>().map(Ok)
    }

    /// Where each partition ends at present.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn heads(&self) -> Result<BTreeMap<i64, Place>, Error> {
        let heads = head::Entity::find().all(self.database.reader()).await?;
        Ok(heads.into_iter().map(|head| (head.partition, Place { sequence: head.sequence, hash: head.hash })).collect())
    }

    /// Wakes whenever this process has given an entry of the partition its place; of what other processes do it tells nothing.
    /// None for a number that no partition has.
    pub fn arrivals(&self, partition: i64) -> Option<watch::Receiver<()>> {
        self.arrivals.wait_for(partition)
    }
}

/// The place `$2` in the partition `$1`, and the entries after it, each found by its position.
macro_rules! entries {
    ($entry:literal) => {
        concat!(
            "SELECT place.sequence, place.hash, entry.tenant_id, entry.customer_id, entry.entity_kind, entry.entity_id, entry.revision,
                entry.change_kind, entry.schema, entry.cause_kind, entry.cause_id, entry.actor, entry.record_time, entry.trace,
                entry.facts
             FROM journal_order AS place ",
            $entry,
            " WHERE place.partition = $1 AND place.sequence >= $2 ORDER BY place.sequence LIMIT $3"
        )
    };
}
const ENTRIES_SQLITE: &str = entries!("JOIN journal AS entry ON entry.position = place.position");
/// A join may be planned while the journal is empty to go through both tables from their beginning, and that plan stays; LIMIT forbids it.
const ENTRIES_POSTGRES: &str =
    entries!("CROSS JOIN LATERAL (SELECT * FROM journal WHERE journal.position = place.position LIMIT 1) AS entry");

#[derive(FromQueryResult)]
struct OrderedRow {
    sequence: i64,
    hash: Vec<u8>,
    tenant_id: String,
    customer_id: Uuid,
    entity_kind: String,
    entity_id: Uuid,
    revision: i64,
    change_kind: String,
    schema: i64,
    cause_kind: String,
    cause_id: Uuid,
    actor: String,
    record_time: i64,
    trace: Vec<u8>,
    facts: Option<String>,
}

impl TryFrom<OrderedRow> for Ordered {
    type Error = Error;

    fn try_from(row: OrderedRow) -> Result<Self, Error> {
        let change = ChangeKind::of_code(&row.change_kind).ok_or_else(|| {
            let OrderedRow { entity_kind, entity_id, revision, .. } = &row;
            Error::Statement(format!("{entity_kind} {entity_id}, revision {revision}: an unknown kind of change"))
        })?;
        Ok(Self {
            place: Place { sequence: row.sequence, hash: row.hash },
            tenant: row.tenant_id,
            customer: row.customer_id,
            kind: row.entity_kind,
            id: row.entity_id,
            revision: row.revision,
            change,
            schema: row.schema,
            cause: (row.cause_kind, row.cause_id),
            actor: row.actor,
            time: Instant::from_micros(row.record_time),
            trace: row.trace,
            facts: row.facts,
        })
    }
}
