//! The table of blocks of serials.

use std::sync::LazyLock;

use database::{Database, Engine, Row, Table};
use journal::entity::unique_key;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, Statement};

use uuid::Uuid;

use super::customer::NUMBER_KEY;
use super::entity::number_block::{Column, Entity, Model};
use crate::domain::number::CustomerNumber;
use crate::error::Error;
use crate::numbers::date_text;

static NUMBER_BLOCK: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// Notes that a block was taken.
///
/// # Errors
/// Those of the database.
pub async fn add(database: &Database, block: &Model) -> Result<(), Error> {
    let mut transaction = database.begin().await?;
    transaction.insert(&NUMBER_BLOCK, vec![Row::of(block)?]).await?;
    Ok(transaction.commit().await?)
}

/// The blocks of a date, or of all, ascending.
///
/// # Errors
/// Those of the database.
pub async fn list(database: &Database, tenant: &str, date: Option<&str>) -> Result<Vec<Model>, Error> {
    let mut blocks = Entity::find().filter(Column::TenantId.eq(tenant));
    if let Some(date) = date {
        blocks = blocks.filter(Column::Date.eq(date));
    }
    let blocks = blocks.order_by_asc(Column::Date).order_by_asc(Column::FirstSerial);
    Ok(blocks.all(database.reader()).await?)
}

/// The highest serial of a date that is in a block; 0 for none.
///
/// # Errors
/// Those of the database.
pub async fn highest_reserved(database: &Database, tenant: &str, date: &str) -> Result<i64, Error> {
    let last = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Date.eq(date))
        .order_by_desc(Column::FirstSerial)
        .one(database.reader())
        .await?;
    Ok(last.map_or(0, |block| block.last_serial))
}

/// A serial that a customer holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// The date as it stands in a number.
    pub date: String,
    /// The serial.
    pub serial: i64,
}

/// The serials of a date, or of all, that customers hold.
///
/// # Errors
/// Those of the database.
pub async fn held(database: &Database, tenant: &str, date: Option<&str>) -> Result<Vec<Held>, Error> {
    // Digits come before the colon: the range holds the numbers that begin with C and the date.
    let prefix = format!("C{}", date.unwrap_or_default());
    let end = format!("{prefix}:");
    let keys = unique_key::Entity::find()
        .filter(unique_key::Column::TenantId.eq(tenant))
        .filter(unique_key::Column::Kind.eq(NUMBER_KEY))
        .filter(unique_key::Column::Value.gte(prefix.into_bytes()))
        .filter(unique_key::Column::Value.lt(end.into_bytes()))
        .all(database.reader())
        .await?;
    Ok(keys.into_iter().filter_map(|key| serial_of(&key.value)).collect())
}

fn serial_of(number: &[u8]) -> Option<Held> {
    let issued = CustomerNumber::parse(std::str::from_utf8(number).ok()?).ok()?.issued()?;
    Some(Held { date: date_text(issued.date), serial: issued.serial.into() })
}

/// Customers whose numbers are not held by them, in words.
///
/// # Errors
/// Those of the database.
pub async fn disagreements(database: &Database, tenant: &str) -> Result<Vec<String>, Error> {
    let sql = "SELECT customer.customer_id FROM customer
               WHERE customer.tenant_id = $1 AND NOT EXISTS
                   (SELECT 1 FROM journal_unique_key AS held
                    WHERE held.tenant_id = customer.tenant_id AND held.kind = 'customer_number'
                      AND held.value = CAST(customer.customer_number AS BYTES) AND held.entity_id = customer.customer_id)
               LIMIT 1000";
    let (backend, sql) = match database.engine() {
        Engine::Sqlite => (DbBackend::Sqlite, sql.replace("BYTES", "BLOB")),
        Engine::Postgres => (
            DbBackend::Postgres,
            sql.replace("CAST(customer.customer_number AS BYTES)", "convert_to(customer.customer_number, 'UTF8')"),
        ),
    };
    let rows = database.reader().query_all_raw(Statement::from_sql_and_values(backend, sql, [tenant.into()])).await?;
    rows.iter()
        .map(|row| {
            let id: Uuid = row.try_get_by_index(0)?;
            Ok(format!("customer {id} does not hold its number"))
        })
        .collect()
}
