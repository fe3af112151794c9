//! Transactions and their lines.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use database::{Error, Fetched, Row, Table, WriteTransaction};

use super::{Stored, activity, said};
use crate::domain::activity::{Activity, Kind, Line, Sale};
use crate::domain::zones::{Zones, number};
use crate::store::entity::{sale, sale_line};

static SALE: LazyLock<Table> = LazyLock::new(Table::of::<sale::Entity>);
static LINE: LazyLock<Table> = LazyLock::new(Table::of::<sale_line::Entity>);

pub(super) const STORED: Stored = Stored {
    table: "sale",
    columns: "COALESCE(author, $1), sale_id, revision, customer_id, time, deleted, currency, total, refunded,
        COALESCE(payment_method, '')",
    key: "sale_id",
    read,
};

/// A transaction, as yet without its lines.
fn read(row: &Fetched) -> Result<Activity, Error> {
    let sale = Sale {
        currency: row.text(6)?,
        total: row.integer(7)?,
        refunded: row.integer(8)?,
        payment_method: row.text(9)?,
        lines: Vec::new(),
    };
    activity(row, Kind::Sale(sale))
}

/// Reads the lines of those that are transactions.
pub(super) async fn read_lines(
    transaction: &mut WriteTransaction,
    tenant: &str,
    activities: &mut [Activity],
) -> Result<(), Error> {
    let is_sale = |activity: &&Activity| matches!(activity.kind, Kind::Sale(_));
    let ids: Vec<_> = activities.iter().filter(is_sale).map(|activity| activity.id).collect();
    let select = "SELECT sale_id, line, product, quantity, amount FROM sale_line WHERE tenant_id = $1";
    let mut lines = BTreeMap::new();
    for row in transaction.query_each(select, vec![tenant.into()], "sale_id", &ids).await? {
        let line = Line { product: row.text(2)?, quantity: row.integer(3)?, amount: row.integer(4)? };
        lines.insert((row.uuid(0)?, row.integer(1)?), line);
    }
    for activity in activities {
        if let Kind::Sale(sale) = &mut activity.kind {
            let of_sale = lines.range((activity.id, i64::MIN)..=(activity.id, i64::MAX));
            sale.lines = of_sale.map(|(_, line)| line.clone()).collect();
        }
    }
    Ok(())
}

/// Keeps those that are transactions.
pub(super) async fn put(
    transaction: &mut WriteTransaction,
    tenant: &str,
    activities: &[Activity],
    zones: &Zones,
) -> Result<(), Error> {
    let (mut sales, mut lines) = (Vec::new(), Vec::new());
    for activity in activities {
        let Kind::Sale(sale) = &activity.kind else { continue };
        if activity.revision > 1 {
            let sql = "DELETE FROM sale_line WHERE tenant_id = $1 AND sale_id = $2";
            transaction.execute(sql, vec![tenant.into(), activity.id.into()]).await?;
        }
        sales.push(Row::of(&model(tenant, activity, sale, zones))?);
        for (line, bought) in (0..).zip(&sale.lines) {
            let Line { product, quantity, amount } = bought.clone();
            let (tenant_id, sale_id) = (tenant.to_owned(), activity.id);
            lines.push(Row::of(&sale_line::Model { tenant_id, sale_id, line, product, quantity, amount })?);
        }
    }
    transaction.put(&SALE, sales).await?;
    transaction.put(&LINE, lines).await
}

fn model(tenant: &str, activity: &Activity, sale: &Sale, zones: &Zones) -> sale::Model {
    sale::Model {
        tenant_id: tenant.to_owned(),
        sale_id: activity.id,
        revision: activity.revision,
        customer_id: activity.customer,
        time: activity.time.as_micros(),
        day: number(zones.day(activity.time)),
        author: activity.author,
        deleted: activity.deleted.into(),
        currency: sale.currency.clone(),
        total: sale.total,
        refunded: sale.refunded,
        payment_method: said(&sale.payment_method),
    }
}
