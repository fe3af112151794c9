//! The table of what is still to be indexed: the customers that were there when a field became filterable.

use std::collections::HashMap;
use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Engine, Parameter, Row, Table};
use journal::IndexRows;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::attribute_index::{ATTRIBUTE_INDEX, keys, rows};
use super::entity::attribute_build::{Column, Entity, Model};
use super::entity::customer;
use crate::domain::custom_field::{CustomField, FieldId};
use crate::domain::customer::{Facts, SCHEMA};
use crate::error::Error;
use operation::read_facts;

static ATTRIBUTE_BUILD: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// How long until every process knows of a definition and every write that was decided without it is over, in microseconds: the age of
/// what processes keep at hand, and the longest transaction.
const SETTLING_MICROS: i64 = 35_000_000;
/// How many customers are indexed in one transaction.
const PAGE: i64 = 200;

/// How the rows change with a definition.
///
/// # Errors
/// [`Error::Fault`] when a row cannot be made.
pub fn change(tenant: &str, before: Option<&CustomField>, field: &CustomField) -> Result<Vec<IndexRows>, Error> {
    let was = before.is_some_and(|before| before.facts.filterable);
    if was == field.facts.filterable {
        return Ok(Vec::new());
    }
    let key = Row(vec![tenant.into(), field.id.into()]);
    let row = Row::of(&Model {
        tenant_id: tenant.to_owned(),
        custom_field_id: field.id,
        begin_time: field.update_time.plus_micros(SETTLING_MICROS).as_micros(),
        after_customer: Uuid::nil(),
        indexed_count: 0,
        customer_count: 0,
        // No customer has a value of a field that is new.
        ready: before.is_none().into(),
    })?;
    let added = if field.facts.filterable { vec![row] } else { Vec::new() };
    Ok(vec![IndexRows { table: &ATTRIBUTE_BUILD, removed: vec![key], added }])
}

/// How far a tenant's customers are indexed, by the id of the definition's record.
///
/// # Errors
/// Those of the database.
pub async fn of_tenant(database: &Database, tenant: &str) -> Result<HashMap<Uuid, Model>, Error> {
    let rows = Entity::find().filter(Column::TenantId.eq(tenant)).all(database.reader()).await?;
    Ok(rows.into_iter().map(|row| (row.custom_field_id, row)).collect())
}

/// What is to be indexed now.
///
/// # Errors
/// Those of the database.
pub async fn due(database: &Database, now: Instant) -> Result<Vec<Model>, Error> {
    let rows = Entity::find().filter(Column::Ready.eq(0)).filter(Column::BeginTime.lte(now.as_micros()));
    Ok(rows.all(database.reader()).await?)
}

/// Indexes the next customers by a field, and answers how far it is then.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn index_page(database: &Database, build: Model, id: &FieldId) -> Result<Model, Error> {
    let tenant = build.tenant_id.as_str();
    let customer_count = customer::Entity::find().filter(customer::Column::TenantId.eq(tenant));
    let customer_count = i64::try_from(customer_count.count(database.reader()).await?).unwrap_or(i64::MAX);
    let mut transaction = database.begin().await?;
    // The customers are locked as the journal locks them, so that none changes between being read and being indexed.
    let lock = if transaction.engine() == Engine::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!(
        "SELECT customer_id, schema, facts FROM customer
         WHERE tenant_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT {PAGE}{lock}"
    );
    let page = transaction.query(sql, vec![tenant.into(), build.after_customer.into()]).await?;
    let (mut after, mut removed, mut added) = (build.after_customer, Vec::new(), Vec::new());
    for row in &page {
        after = row.uuid(0)?;
        let facts: Facts = read_facts(row.integer(1)?, SCHEMA, &row.text(2)?)?;
        removed.extend(keys(tenant, after, id));
        if let Some(value) = facts.custom_fields.get(id) {
            added.extend(rows(tenant, after, id, value)?);
        }
    }
    transaction.delete(&ATTRIBUTE_INDEX, removed).await?;
    transaction.insert(&ATTRIBUTE_INDEX, added).await?;
    let count = i64::try_from(page.len()).unwrap_or(i64::MAX);
    let ready = i64::from(count < PAGE);
    let indexed_count = build.indexed_count + count;
    // A definition that was changed meanwhile has begun anew, or is not filterable any more.
    let sql = "UPDATE attribute_build
               SET after_customer = $1, indexed_count = $2, customer_count = $3, ready = $4
               WHERE tenant_id = $5 AND custom_field_id = $6 AND begin_time = $7 AND after_customer = $8";
    let parameters: Vec<Parameter> = vec![
        after.into(),
        indexed_count.into(),
        customer_count.max(indexed_count).into(),
        ready.into(),
        tenant.into(),
        build.custom_field_id.into(),
        build.begin_time.into(),
        build.after_customer.into(),
    ];
    transaction.execute(sql, parameters).await?;
    transaction.commit().await?;
    Ok(Model {
        after_customer: after,
        indexed_count,
        customer_count: customer_count.max(indexed_count),
        ready,
        ..build
    })
}
