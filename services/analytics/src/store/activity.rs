//! The tables of what happened with customers.

mod case;
mod feedback;
mod interaction;
mod sale;

use std::collections::{BTreeMap, BTreeSet};

use clock::Instant;
use database::{Error, Fetched, Parameter, Row, WriteTransaction};
use sea_orm::ModelTrait;
use uuid::Uuid;

use crate::domain::activity::{Activity, Kind};
use crate::domain::report::Measure;
use crate::domain::zones::Zones;

/// A table, as it is read: its columns, of which nothing is read as an empty text, the id of all zeros, `$1`, or -1; and its key.
struct Stored {
    table: &'static str,
    columns: &'static str,
    key: &'static str,
    read: fn(&Fetched) -> Result<Activity, Error>,
}

/// All tables.
const TABLES: [&Stored; 4] = [&sale::STORED, &interaction::STORED, &feedback::STORED, &case::STORED];
/// The places after which the tables of what happened with a customer are read.
pub type After = [Uuid; TABLES.len()];

/// What is kept of what is told of.
///
/// # Errors
/// Those of the database.
pub async fn find_each(
    transaction: &mut WriteTransaction,
    tenant: &str,
    told: &[Activity],
) -> Result<BTreeMap<Uuid, Activity>, Error> {
    let mut ids: BTreeMap<&str, (&Stored, Vec<Uuid>)> = BTreeMap::new();
    for told in told {
        let stored = stored(&told.kind);
        ids.entry(stored.table).or_insert((stored, Vec::new())).1.push(told.id);
    }
    let mut kept = Vec::new();
    for (Stored { table, columns, key, read }, ids) in ids.into_values() {
        let select = format!("SELECT {columns} FROM {table} WHERE tenant_id = $2");
        let rows = transaction.query_each(&select, vec![Uuid::nil().into(), tenant.into()], key, &ids).await?;
        kept.extend(rows.iter().map(read).collect::<Result<Vec<_>, _>>()?);
    }
    sale::read_lines(transaction, tenant, &mut kept).await?;
    Ok(kept.into_iter().map(|activity| (activity.id, activity)).collect())
}

/// Those of the customers with whom anything happened.
///
/// # Errors
/// Those of the database.
pub async fn with_any(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customers: &[Uuid],
) -> Result<BTreeSet<Uuid>, Error> {
    let mut active = BTreeSet::new();
    for Stored { table, .. } in TABLES {
        let select = format!("SELECT DISTINCT customer_id FROM {table} WHERE tenant_id = $1");
        for row in transaction.query_each(&select, vec![tenant.into()], "customer_id", customers).await? {
            active.insert(row.uuid(0)?);
        }
    }
    Ok(active)
}

/// What happened with a customer after these places, which move on, at most `limit` of each table.
///
/// # Errors
/// Those of the database.
pub async fn of_customer(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customer: Uuid,
    after: &mut After,
    limit: i64,
) -> Result<Vec<Activity>, Error> {
    let mut activities = Vec::new();
    for (Stored { table, columns, key, read }, after) in TABLES.iter().zip(after) {
        let sql = format!(
            "SELECT {columns} FROM {table} WHERE tenant_id = $2 AND customer_id = $3 AND {key} > $4 ORDER BY {key} LIMIT $5"
        );
        let parameters: Vec<Parameter> =
            vec![Uuid::nil().into(), tenant.into(), customer.into(), (*after).into(), limit.into()];
        for row in transaction.query(sql, parameters).await? {
            let activity = read(&row)?;
            *after = activity.id;
            activities.push(activity);
        }
    }
    sale::read_lines(transaction, tenant, &mut activities).await?;
    Ok(activities)
}

/// Keeps what happened as it is now; each once.
///
/// # Errors
/// Those of the database.
pub async fn put(
    transaction: &mut WriteTransaction,
    tenant: &str,
    activities: &[Activity],
    zones: &Zones,
) -> Result<(), Error> {
    sale::put(transaction, tenant, activities, zones).await?;
    let rows = rows_of(activities.iter().filter_map(|activity| interaction::model(tenant, activity, zones)))?;
    transaction.put(&interaction::TABLE, rows).await?;
    let rows = rows_of(activities.iter().filter_map(|activity| feedback::model(tenant, activity, zones)))?;
    transaction.put(&feedback::TABLE, rows).await?;
    let rows = rows_of(activities.iter().filter_map(|activity| case::model(tenant, activity, zones)))?;
    transaction.put(&case::TABLE, rows).await
}

fn rows_of<M: ModelTrait>(models: impl Iterator<Item = M>) -> Result<Vec<Row>, Error> {
    models.map(|model| Row::of(&model)).collect()
}

/// Forgets everything that happened, and what it adds up to.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), Error> {
    for sql in [
        "DELETE FROM sale",
        "DELETE FROM sale_line",
        "DELETE FROM interaction",
        "DELETE FROM feedback",
        "DELETE FROM service_case",
    ] {
        transaction.execute(sql, Vec::new()).await?;
    }
    for measure in Measure::all().filter(|measure| measure.is_of_activity()) {
        let sql = "DELETE FROM daily_sum WHERE measure = $1";
        transaction.execute(sql, vec![<&str>::from(measure).into()]).await?;
    }
    Ok(())
}

fn stored(kind: &Kind) -> &'static Stored {
    match kind {
        Kind::Sale(_) => &sale::STORED,
        Kind::Interaction(_) => &interaction::STORED,
        Kind::Feedback(_) => &feedback::STORED,
        Kind::Complaint(_) | Kind::ServiceCase(_) => &case::STORED,
    }
}

/// What the first columns of every table say: author, id, revision, customer, time, whether it was deleted.
fn activity(row: &Fetched, kind: Kind) -> Result<Activity, Error> {
    Ok(Activity {
        author: id(row.uuid(0)?),
        id: row.uuid(1)?,
        revision: row.integer(2)?,
        customer: row.uuid(3)?,
        time: Instant::from_micros(row.integer(4)?),
        deleted: row.integer(5)? != 0,
        kind,
    })
}

/// An id that is read; that of all zeros is none.
fn id(read: Uuid) -> Option<Uuid> {
    (!read.is_nil()).then_some(read)
}

/// A number that is read; one below zero is none.
fn number_read(read: i64) -> Option<i64> {
    (read >= 0).then_some(read)
}

/// A text as it is kept; an empty one is none.
fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
