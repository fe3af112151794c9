//! The tables of what happened with customers.

mod case;
mod feedback;
mod interaction;
mod sale;

use clock::Instant;
use database::{Error, Fetched, Parameter, WriteTransaction};
use uuid::Uuid;

use crate::domain::activity::{Activity, Kind};
use crate::domain::report::Measure;
use crate::domain::zones::Zones;

/// A table, as it is read: its columns of which nothing is read as an empty text, the id of all zeros, `$1`, or -1; and its key.
struct Stored {
    select: &'static str,
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
pub async fn find(
    transaction: &mut WriteTransaction,
    tenant: &str,
    told: &Activity,
) -> Result<Option<Activity>, Error> {
    let Stored { select, key, read } = stored(&told.kind);
    let sql = format!("{select} WHERE tenant_id = $2 AND {key} = $3");
    let rows = transaction.query(sql, vec![Uuid::nil().into(), tenant.into(), told.id.into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    with_lines(transaction, tenant, read(row)?).await.map(Some)
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
    for (Stored { select, key, read }, after) in TABLES.iter().zip(after) {
        let sql = format!("{select} WHERE tenant_id = $2 AND customer_id = $3 AND {key} > $4 ORDER BY {key} LIMIT $5");
        let parameters: Vec<Parameter> =
            vec![Uuid::nil().into(), tenant.into(), customer.into(), (*after).into(), limit.into()];
        for row in transaction.query(sql, parameters).await? {
            let activity = with_lines(transaction, tenant, read(&row)?).await?;
            *after = activity.id;
            activities.push(activity);
        }
    }
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
    interaction::put(transaction, tenant, activities, zones).await?;
    feedback::put(transaction, tenant, activities, zones).await?;
    case::put(transaction, tenant, activities, zones).await
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

async fn with_lines(
    transaction: &mut WriteTransaction,
    tenant: &str,
    mut activity: Activity,
) -> Result<Activity, Error> {
    if let Kind::Sale(sale) = &mut activity.kind {
        sale.lines = sale::lines(transaction, tenant, activity.id).await?;
    }
    Ok(activity)
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
