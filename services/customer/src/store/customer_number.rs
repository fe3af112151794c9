//! The numbers that customers hold, among the keys of which a tenant has one each.

use database::{Database, Engine};
use journal::entity::unique_key::{Column, Entity};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Statement,
};
use uuid::Uuid;

use super::customer::NUMBER_KEY;
use crate::domain::number::{CustomerNumber, Issued};
use crate::error::Error;
use crate::numbers::date_text;

/// The serials of a date that customers hold.
///
/// # Errors
/// Those of the database.
pub async fn serials(database: &Database, tenant: &str, date: &str) -> Result<Vec<i64>, Error> {
    let keys = beginning_with(tenant, &format!("C{date}")).all(database.reader()).await?;
    Ok(keys.iter().filter_map(|key| issued(&key.value)).map(|issued| issued.serial.into()).collect())
}

/// The dates of which customers hold generated numbers, ascending.
///
/// # Errors
/// Those of the database.
pub async fn dates(database: &Database, tenant: &str) -> Result<Vec<String>, Error> {
    let mut dates: Vec<String> = Vec::new();
    let mut after = "C".to_owned();
    // One look for each date, past all of its numbers.
    loop {
        let next = beginning_with(tenant, "C")
            .filter(Column::Value.gte(after.into_bytes()))
            .order_by_asc(Column::Value)
            .limit(1)
            .one(database.reader())
            .await?;
        let Some(key) = next else { return Ok(dates) };
        let number = String::from_utf8_lossy(&key.value).into_owned();
        after = match issued(&key.value) {
            Some(issued) => {
                let date = date_text(issued.date);
                let after = format!("C{date}:");
                dates.push(date);
                after
            }
            // One brought from elsewhere that only begins alike.
            None => number + "\0",
        };
    }
}

/// Digits come before the colon: the range holds the numbers that begin so and go on with digits.
fn beginning_with(tenant: &str, beginning: &str) -> Select<Entity> {
    Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Kind.eq(NUMBER_KEY))
        .filter(Column::Value.gte(beginning.as_bytes()))
        .filter(Column::Value.lt(format!("{beginning}:").into_bytes()))
}

fn issued(number: &[u8]) -> Option<Issued> {
    CustomerNumber::parse(std::str::from_utf8(number).ok()?).ok()?.issued()
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
