//! The tables of what happened with customers: sales with their lines, and interactions.

use std::sync::LazyLock;

use clock::Instant;
use database::{Error, Fetched, Parameter, Row, Table, WriteTransaction};
use uuid::Uuid;

use super::entity::{interaction, sale, sale_line};
use crate::domain::activity::{Activity, Interaction, Kind, Line, Sale};
use crate::domain::report::{Measure, Subject};
use crate::domain::zones::{Zones, number};

static SALE: LazyLock<Table> = LazyLock::new(Table::of::<sale::Entity>);
static LINE: LazyLock<Table> = LazyLock::new(Table::of::<sale_line::Entity>);
static INTERACTION: LazyLock<Table> = LazyLock::new(Table::of::<interaction::Entity>);

/// The columns of sales as they are read; nothing is read as an empty text or the id of all zeros, `$1`.
const SALE_COLUMNS: &str =
    "SELECT COALESCE(author, $1), sale_id, revision, customer_id, time, currency, total, refunded,
    COALESCE(payment_method, '') FROM sale";
/// The columns of interactions as they are read; no length is read as -1.
const INTERACTION_COLUMNS: &str =
    "SELECT COALESCE(author, $1), interaction_id, revision, customer_id, time, deleted, channel,
    COALESCE(direction, ''), COALESCE(length, -1) FROM interaction";

/// What is kept of a sale.
///
/// # Errors
/// Those of the database.
pub async fn find_sale(transaction: &mut WriteTransaction, tenant: &str, id: Uuid) -> Result<Option<Activity>, Error> {
    let sql = format!("{SALE_COLUMNS} WHERE tenant_id = $2 AND sale_id = $3");
    let rows = transaction.query(sql, vec![Uuid::nil().into(), tenant.into(), id.into()]).await?;
    Ok(sales(transaction, tenant, &rows).await?.pop())
}

/// What is kept of an interaction.
///
/// # Errors
/// Those of the database.
pub async fn find_interaction(
    transaction: &mut WriteTransaction,
    tenant: &str,
    id: Uuid,
) -> Result<Option<Activity>, Error> {
    let sql = format!("{INTERACTION_COLUMNS} WHERE tenant_id = $2 AND interaction_id = $3");
    let rows = transaction.query(sql, vec![Uuid::nil().into(), tenant.into(), id.into()]).await?;
    rows.first().map(interaction).transpose()
}

/// What happened with a customer after an id, at most so many of sales and of interactions each, by id.
///
/// # Errors
/// Those of the database.
pub async fn of_customer_after(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customer: Uuid,
    [after_sale, after_interaction]: [Uuid; 2],
    limit: i64,
) -> Result<Vec<Activity>, Error> {
    let parameters = |after: Uuid| -> Vec<Parameter> {
        vec![Uuid::nil().into(), tenant.into(), customer.into(), after.into(), limit.into()]
    };
    let rest = "WHERE tenant_id = $2 AND customer_id = $3";
    let sql = format!("{SALE_COLUMNS} {rest} AND sale_id > $4 ORDER BY sale_id LIMIT $5");
    let rows = transaction.query(sql, parameters(after_sale)).await?;
    let mut activities = sales(transaction, tenant, &rows).await?;
    let sql = format!("{INTERACTION_COLUMNS} {rest} AND interaction_id > $4 ORDER BY interaction_id LIMIT $5");
    for row in transaction.query(sql, parameters(after_interaction)).await? {
        activities.push(interaction(&row)?);
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
    let (mut sales, mut lines, mut interactions) = (Vec::new(), Vec::new(), Vec::new());
    for activity in activities {
        match &activity.kind {
            Kind::Sale(sale) => {
                if activity.revision > 1 {
                    let sql = "DELETE FROM sale_line WHERE tenant_id = $1 AND sale_id = $2";
                    transaction.execute(sql, vec![tenant.into(), activity.id.into()]).await?;
                }
                sales.push(Row::of(&sale_model(tenant, activity, sale, zones))?);
                for (number, line) in (0..).zip(&sale.lines) {
                    lines.push(Row::of(&line_model(tenant, activity.id, number, line))?);
                }
            }
            Kind::Interaction(said) => {
                interactions.push(Row::of(&interaction_model(tenant, activity, said, zones))?);
            }
        }
    }
    transaction.put(&SALE, sales).await?;
    transaction.put(&LINE, lines).await?;
    transaction.put(&INTERACTION, interactions).await
}

/// Forgets everything that happened, and what it adds up to.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), Error> {
    for sql in ["DELETE FROM sale", "DELETE FROM sale_line", "DELETE FROM interaction"] {
        transaction.execute(sql, Vec::new()).await?;
    }
    for measure in Measure::all().filter(|measure| matches!(measure.subject(), Subject::Sales | Subject::Interactions))
    {
        let sql = "DELETE FROM daily_sum WHERE measure = $1";
        transaction.execute(sql, vec![<&str>::from(measure).into()]).await?;
    }
    Ok(())
}

async fn sales(transaction: &mut WriteTransaction, tenant: &str, rows: &[Fetched]) -> Result<Vec<Activity>, Error> {
    let mut sales = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.uuid(1)?;
        let sale = Sale {
            currency: row.text(5)?,
            total: row.integer(6)?,
            refunded: row.integer(7)?,
            payment_method: row.text(8)?,
            lines: lines(transaction, tenant, id).await?,
        };
        sales.push(activity(row, Kind::Sale(sale))?);
    }
    Ok(sales)
}

async fn lines(transaction: &mut WriteTransaction, tenant: &str, id: Uuid) -> Result<Vec<Line>, Error> {
    let sql = "SELECT product, quantity, amount FROM sale_line WHERE tenant_id = $1 AND sale_id = $2 ORDER BY line";
    let line = |row: &Fetched| Ok(Line { product: row.text(0)?, quantity: row.integer(1)?, amount: row.integer(2)? });
    transaction.query(sql, vec![tenant.into(), id.into()]).await?.iter().map(line).collect()
}

fn interaction(row: &Fetched) -> Result<Activity, Error> {
    let length = row.integer(8)?;
    let said = Interaction {
        deleted: row.integer(5)? != 0,
        channel: row.text(6)?,
        direction: row.text(7)?,
        length: (length >= 0).then_some(length),
    };
    activity(row, Kind::Interaction(said))
}

fn activity(row: &Fetched, kind: Kind) -> Result<Activity, Error> {
    let author = row.uuid(0)?;
    Ok(Activity {
        id: row.uuid(1)?,
        revision: row.integer(2)?,
        customer: row.uuid(3)?,
        time: Instant::from_micros(row.integer(4)?),
        author: (!author.is_nil()).then_some(author),
        kind,
    })
}

fn sale_model(tenant: &str, activity: &Activity, sale: &Sale, zones: &Zones) -> sale::Model {
    sale::Model {
        tenant_id: tenant.to_owned(),
        sale_id: activity.id,
        revision: activity.revision,
        customer_id: activity.customer,
        time: activity.time.as_micros(),
        day: number(zones.day(activity.time)),
        author: activity.author,
        currency: sale.currency.clone(),
        total: sale.total,
        refunded: sale.refunded,
        payment_method: said(&sale.payment_method),
    }
}

fn line_model(tenant: &str, sale_id: Uuid, number: i64, line: &Line) -> sale_line::Model {
    let Line { product, quantity, amount } = line.clone();
    sale_line::Model { tenant_id: tenant.to_owned(), sale_id, line: number, product, quantity, amount }
}

fn interaction_model(tenant: &str, activity: &Activity, spoken: &Interaction, zones: &Zones) -> interaction::Model {
    interaction::Model {
        tenant_id: tenant.to_owned(),
        interaction_id: activity.id,
        revision: activity.revision,
        customer_id: activity.customer,
        time: activity.time.as_micros(),
        day: number(zones.day(activity.time)),
        author: activity.author,
        deleted: spoken.deleted.into(),
        channel: spoken.channel.clone(),
        direction: said(&spoken.direction),
        length: spoken.length,
    }
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
