//! The tables of customers: what they are, who works on them, in which stages they were.

use std::sync::LazyLock;

use clock::Instant;
use database::{Error, Fetched, Parameter, Row, Table, WriteTransaction};
use uuid::Uuid;

use super::entity::{customer, customer_collaborator, stage_stay};
use crate::domain::customer::{Customer, Left, Stay};
use crate::domain::zones::{Zones, number};

static CUSTOMER: LazyLock<Table> = LazyLock::new(Table::of::<customer::Entity>);
static COLLABORATOR: LazyLock<Table> = LazyLock::new(Table::of::<customer_collaborator::Entity>);
static STAY: LazyLock<Table> = LazyLock::new(Table::of::<stage_stay::Entity>);

/// What is kept of a customer.
///
/// # Errors
/// Those of the database.
pub async fn find(transaction: &mut WriteTransaction, tenant: &str, id: Uuid) -> Result<Option<Customer>, Error> {
    // Nothing is read as an empty text or the id of all zeros.
    let sql = "SELECT revision, kind, state, COALESCE(level, ''), COALESCE(industry, ''), COALESCE(source, ''),
        COALESCE(region, ''), COALESCE(owner, $3), COALESCE(team, $3), create_time
        FROM customer WHERE tenant_id = $1 AND customer_id = $2";
    let mut key = key(tenant, id);
    key.push(Uuid::nil().into());
    let rows = transaction.query(sql, key).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(Customer {
        id,
        revision: row.integer(0)?,
        kind: row.text(1)?,
        state: row.text(2)?,
        level: row.text(3)?,
        industry: row.text(4)?,
        source: row.text(5)?,
        region: row.text(6)?,
        owner: some(row.uuid(7)?),
        team: some(row.uuid(8)?),
        create_time: Instant::from_micros(row.integer(9)?),
        collaborators: collaborators(transaction, tenant, id).await?,
        stays: stays(transaction, tenant, id).await?,
    }))
}

async fn collaborators(transaction: &mut WriteTransaction, tenant: &str, id: Uuid) -> Result<Vec<Uuid>, Error> {
    let sql = "SELECT staff_id FROM customer_collaborator WHERE tenant_id = $1 AND customer_id = $2 ORDER BY staff_id";
    transaction.query(sql, key(tenant, id)).await?.iter().map(|row| row.uuid(0)).collect()
}

async fn stays(transaction: &mut WriteTransaction, tenant: &str, id: Uuid) -> Result<Vec<Stay>, Error> {
    let sql = "SELECT enter_time, stage, COALESCE(leave_time, 0), COALESCE(next_stage, '')
        FROM stage_stay WHERE tenant_id = $1 AND customer_id = $2 ORDER BY enter_time";
    let stay = |row: &Fetched| {
        let (leave_time, next_stage) = (Instant::from_micros(row.integer(2)?), row.text(3)?);
        let left = (!next_stage.is_empty()).then_some(Left { time: leave_time, next_stage });
        Ok(Stay { enter_time: Instant::from_micros(row.integer(0)?), stage: row.text(1)?, left })
    };
    transaction.query(sql, key(tenant, id)).await?.iter().map(stay).collect()
}

/// Keeps a customer as it is now.
///
/// # Errors
/// Those of the database.
pub async fn put(
    transaction: &mut WriteTransaction,
    tenant: &str,
    before: Option<&Customer>,
    now: &Customer,
    zones: &Zones,
) -> Result<(), Error> {
    transaction.put(&CUSTOMER, vec![Row::of(&model(tenant, now, zones))?]).await?;
    let known = |customer: &Customer| (customer.collaborators.clone(), customer.stays.clone());
    let (collaborators, stays) = before.map(known).unwrap_or_default();
    if collaborators != now.collaborators {
        if !collaborators.is_empty() {
            let sql = "DELETE FROM customer_collaborator WHERE tenant_id = $1 AND customer_id = $2";
            transaction.execute(sql, key(tenant, now.id)).await?;
        }
        let row = |staff: &Uuid| {
            let (tenant_id, customer_id) = (tenant.to_owned(), now.id);
            Row::of(&customer_collaborator::Model { tenant_id, customer_id, staff_id: *staff })
        };
        transaction.put(&COLLABORATOR, now.collaborators.iter().map(row).collect::<Result<_, _>>()?).await?;
    }
    if stays != now.stays {
        put_stays(transaction, tenant, now, zones).await?;
    }
    Ok(())
}

/// Keeps the days of a customer as they are in other zones.
///
/// # Errors
/// Those of the database.
pub async fn put_days(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customer: &Customer,
    zones: &Zones,
) -> Result<(), Error> {
    transaction.put(&CUSTOMER, vec![Row::of(&model(tenant, customer, zones))?]).await?;
    put_stays(transaction, tenant, customer, zones).await
}

async fn put_stays(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customer: &Customer,
    zones: &Zones,
) -> Result<(), Error> {
    let sql = "DELETE FROM stage_stay WHERE tenant_id = $1 AND customer_id = $2";
    transaction.execute(sql, key(tenant, customer.id)).await?;
    let row = |stay: &Stay| {
        let left = stay.left.as_ref();
        Row::of(&stage_stay::Model {
            tenant_id: tenant.to_owned(),
            customer_id: customer.id,
            enter_time: stay.enter_time.as_micros(),
            enter_day: number(zones.day(stay.enter_time)),
            stage: stay.stage.clone(),
            leave_time: left.map(|left| left.time.as_micros()),
            leave_day: left.map(|left| number(zones.day(left.time))),
            next_stage: left.map(|left| left.next_stage.clone()),
        })
    };
    transaction.put(&STAY, customer.stays.iter().map(row).collect::<Result<_, _>>()?).await
}

/// The ids of a tenant's customers after one, at most so many.
///
/// # Errors
/// Those of the database.
pub async fn ids_after(
    transaction: &mut WriteTransaction,
    tenant: &str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Uuid>, Error> {
    let sql =
        "SELECT customer_id FROM customer WHERE tenant_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3";
    let parameters = vec![tenant.into(), after.into(), limit.into()];
    transaction.query(sql, parameters).await?.iter().map(|row| row.uuid(0)).collect()
}

/// Forgets everything.
///
/// # Errors
/// Those of the database.
pub async fn forget(transaction: &mut WriteTransaction) -> Result<(), Error> {
    for sql in [
        "DELETE FROM customer",
        "DELETE FROM customer_collaborator",
        "DELETE FROM stage_stay",
        "DELETE FROM tenant_zone",
        "DELETE FROM daily_sum",
    ] {
        transaction.execute(sql, Vec::new()).await?;
    }
    Ok(())
}

fn key(tenant: &str, id: Uuid) -> Vec<Parameter> {
    vec![tenant.into(), id.into()]
}

fn some(id: Uuid) -> Option<Uuid> {
    (!id.is_nil()).then_some(id)
}

fn model(tenant: &str, customer: &Customer, zones: &Zones) -> customer::Model {
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    customer::Model {
        tenant_id: tenant.to_owned(),
        customer_id: customer.id,
        revision: customer.revision,
        kind: customer.kind.clone(),
        state: customer.state.clone(),
        stage: customer.stage().to_owned(),
        stage_time: customer.stage_time().as_micros(),
        level: said(&customer.level),
        industry: said(&customer.industry),
        source: said(&customer.source),
        region: said(&customer.region),
        owner: customer.owner,
        team: customer.team,
        create_time: customer.create_time.as_micros(),
        create_day: number(zones.day(customer.create_time)),
    }
}
