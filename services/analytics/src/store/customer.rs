//! The tables of customers: what they are, who works on them, which tags they carry, in which stages they were.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use clock::Instant;
use database::{Error, Fetched, Row, Table, WriteTransaction};
use uuid::Uuid;

use super::entity::{customer, customer_collaborator, customer_tag, stage_stay};
use crate::domain::customer::{Customer, Left, Stay};
use crate::domain::zones::{Zones, number};

static CUSTOMER: LazyLock<Table> = LazyLock::new(Table::of::<customer::Entity>);
static COLLABORATOR: LazyLock<Table> = LazyLock::new(Table::of::<customer_collaborator::Entity>);
static CARRIED_TAG: LazyLock<Table> = LazyLock::new(Table::of::<customer_tag::Entity>);
static STAY: LazyLock<Table> = LazyLock::new(Table::of::<stage_stay::Entity>);

/// What is kept of customers.
///
/// # Errors
/// Those of the database.
pub async fn find_each(
    transaction: &mut WriteTransaction,
    tenant: &str,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, Customer>, Error> {
    // Nothing is read as an empty text or the id of all zeros.
    let select = "SELECT revision, kind, state, COALESCE(level, ''), COALESCE(industry, ''), COALESCE(source, ''),
        COALESCE(region, ''), COALESCE(owner, $2), COALESCE(team, $2), create_time, customer_id
        FROM customer WHERE tenant_id = $1";
    let parameters = vec![tenant.into(), Uuid::nil().into()];
    let rows = transaction.query_each(select, parameters, "customer_id", ids).await?;
    let mut customers: BTreeMap<_, _> =
        rows.iter().map(|row| customer(row).map(|customer| (customer.id, customer))).collect::<Result<_, _>>()?;
    let known: Vec<_> = customers.keys().copied().collect();
    for (id, staff) in collaborators(transaction, tenant, &known).await? {
        customers.entry(id).and_modify(|customer| customer.collaborators.push(staff));
    }
    for (id, tag) in tags(transaction, tenant, &known).await? {
        customers.entry(id).and_modify(|customer| customer.tags.push(tag));
    }
    for ((id, _), stay) in stays(transaction, tenant, &known).await? {
        customers.entry(id).and_modify(|customer| customer.stays.push(stay));
    }
    Ok(customers)
}

/// A customer, as yet without those who work on it, its tags and its stages.
fn customer(row: &Fetched) -> Result<Customer, Error> {
    Ok(Customer {
        id: row.uuid(10)?,
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
        collaborators: Vec::new(),
        tags: Vec::new(),
        stays: Vec::new(),
    })
}

async fn collaborators(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customers: &[Uuid],
) -> Result<BTreeSet<(Uuid, Uuid)>, Error> {
    let select = "SELECT customer_id, staff_id FROM customer_collaborator WHERE tenant_id = $1";
    let rows = transaction.query_each(select, vec![tenant.into()], "customer_id", customers).await?;
    rows.iter().map(|row| Ok((row.uuid(0)?, row.uuid(1)?))).collect()
}

/// The tags that customers carry.
async fn tags(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customers: &[Uuid],
) -> Result<BTreeSet<(Uuid, String)>, Error> {
    let select = "SELECT customer_id, tag FROM customer_tag WHERE tenant_id = $1";
    let rows = transaction.query_each(select, vec![tenant.into()], "customer_id", customers).await?;
    rows.iter().map(|row| Ok((row.uuid(0)?, row.text(1)?))).collect()
}

/// The stays of customers, by when they began.
async fn stays(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customers: &[Uuid],
) -> Result<BTreeMap<(Uuid, Instant), Stay>, Error> {
    let select = "SELECT customer_id, enter_time, stage, COALESCE(leave_time, 0), COALESCE(next_stage, ''),
        COALESCE(reason, '') FROM stage_stay WHERE tenant_id = $1";
    let rows = transaction.query_each(select, vec![tenant.into()], "customer_id", customers).await?;
    let stay = |row: &Fetched| {
        let enter_time = Instant::from_micros(row.integer(1)?);
        let (leave_time, next_stage) = (Instant::from_micros(row.integer(3)?), row.text(4)?);
        let left = (!next_stage.is_empty()).then_some(Left { time: leave_time, next_stage });
        Ok(((row.uuid(0)?, enter_time), Stay { enter_time, stage: row.text(2)?, reason: row.text(5)?, left }))
    };
    rows.iter().map(stay).collect()
}

/// A customer as it was kept, if it was, and as it is now.
pub type Change = (Option<Customer>, Customer);

/// Keeps customers as they are now.
///
/// # Errors
/// Those of the database.
pub async fn put(
    transaction: &mut WriteTransaction,
    tenant: &str,
    changes: &[Change],
    zones: &Zones,
) -> Result<(), Error> {
    let mut customers = Vec::with_capacity(changes.len());
    let (mut collaborators, mut collaborators_gone) = (Vec::new(), Vec::new());
    let (mut tags, mut tags_gone) = (Vec::new(), Vec::new());
    let (mut stays, mut stays_gone) = (Vec::new(), Vec::new());
    for (before, now) in changes {
        customers.push(Row::of(&model(tenant, now, zones))?);
        let before = before.as_ref();
        let worked = before.map_or(&[][..], |it| &it.collaborators);
        let carried = before.map_or(&[][..], |it| &it.tags);
        let stayed = before.map_or(&[][..], |it| &it.stays);
        for staff in worked.iter().filter(|staff| !now.collaborators.contains(staff)) {
            collaborators_gone.push(collaborator_row(tenant, now.id, *staff)?.key(&COLLABORATOR));
        }
        for staff in now.collaborators.iter().filter(|staff| !worked.contains(staff)) {
            collaborators.push(collaborator_row(tenant, now.id, *staff)?);
        }
        for tag in carried.iter().filter(|tag| !now.tags.contains(tag)) {
            tags_gone.push(tag_row(tenant, now.id, tag)?.key(&CARRIED_TAG));
        }
        for tag in now.tags.iter().filter(|tag| !carried.contains(tag)) {
            tags.push(tag_row(tenant, now.id, tag)?);
        }
        for stay in stayed.iter().filter(|stay| !now.stays.contains(stay)) {
            stays_gone.push(stay_row(tenant, now.id, stay, zones)?.key(&STAY));
        }
        for stay in now.stays.iter().filter(|stay| !stayed.contains(stay)) {
            stays.push(stay_row(tenant, now.id, stay, zones)?);
        }
    }
    transaction.put(&CUSTOMER, customers).await?;
    transaction.delete(&COLLABORATOR, collaborators_gone).await?;
    transaction.put(&COLLABORATOR, collaborators).await?;
    transaction.delete(&CARRIED_TAG, tags_gone).await?;
    transaction.put(&CARRIED_TAG, tags).await?;
    transaction.delete(&STAY, stays_gone).await?;
    transaction.put(&STAY, stays).await
}

/// Keeps the days of customers as they are in other zones.
///
/// # Errors
/// Those of the database.
pub async fn put_days<'a>(
    transaction: &mut WriteTransaction,
    tenant: &str,
    customers: impl Iterator<Item = &'a Customer>,
    zones: &Zones,
) -> Result<(), Error> {
    let (mut rows, mut stays) = (Vec::new(), Vec::new());
    for customer in customers {
        rows.push(Row::of(&model(tenant, customer, zones))?);
        for stay in &customer.stays {
            stays.push(stay_row(tenant, customer.id, stay, zones)?);
        }
    }
    transaction.put(&CUSTOMER, rows).await?;
    transaction.put(&STAY, stays).await
}

fn collaborator_row(tenant: &str, customer: Uuid, staff: Uuid) -> Result<Row, Error> {
    Row::of(&customer_collaborator::Model { tenant_id: tenant.to_owned(), customer_id: customer, staff_id: staff })
}

fn tag_row(tenant: &str, customer: Uuid, tag: &str) -> Result<Row, Error> {
    let (tenant_id, tag) = (tenant.to_owned(), tag.to_owned());
    Row::of(&customer_tag::Model { tenant_id, customer_id: customer, tag })
}

fn stay_row(tenant: &str, customer: Uuid, stay: &Stay, zones: &Zones) -> Result<Row, Error> {
    let left = stay.left.as_ref();
    Row::of(&stage_stay::Model {
        tenant_id: tenant.to_owned(),
        customer_id: customer,
        enter_time: stay.enter_time.as_micros(),
        enter_day: number(zones.day(stay.enter_time)),
        stage: stay.stage.clone(),
        reason: said(&stay.reason),
        leave_time: left.map(|left| left.time.as_micros()),
        leave_day: left.map(|left| number(zones.day(left.time))),
        next_stage: left.map(|left| left.next_stage.clone()),
    })
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
        "DELETE FROM customer_tag",
        "DELETE FROM tag",
        "DELETE FROM closing_stage",
        "DELETE FROM stage_stay",
        "DELETE FROM tenant_zone",
        "DELETE FROM daily_sum",
    ] {
        transaction.execute(sql, Vec::new()).await?;
    }
    Ok(())
}

fn some(id: Uuid) -> Option<Uuid> {
    (!id.is_nil()).then_some(id)
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn model(tenant: &str, customer: &Customer, zones: &Zones) -> customer::Model {
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
