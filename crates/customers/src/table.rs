//! The tables of customers, in the database of a service.

use std::collections::HashMap;
use std::sync::LazyLock;

use database::{Database, Error, Parameter, Row, Table, WriteTransaction, define};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use sea_orm_migration::SchemaManager;
use uuid::Uuid;

use crate::entity::collaborator;
use crate::entity::customer::{Column, Entity, Model};
use crate::{Customer, CustomerState};

static CUSTOMER: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);
static COLLABORATOR: LazyLock<Table> = LazyLock::new(Table::of::<collaborator::Entity>);

/// Makes the tables, in a migration of a service that hears of customers.
///
/// # Errors
/// Those of the database.
pub async fn create_tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    define(
        manager,
        "CREATE TABLE customer (
            tenant_id TEXT NOT NULL,
            customer_id UUID NOT NULL,
            revision BIGINT NOT NULL,
            customer_number TEXT NOT NULL,
            state TEXT NOT NULL,
            stage TEXT NOT NULL,
            level TEXT NOT NULL,
            owner UUID,
            team UUID,
            collaborators TEXT NOT NULL,
            PRIMARY KEY (tenant_id, customer_id)
        );
        CREATE INDEX customer_number ON customer (tenant_id, customer_number);
        CREATE INDEX customer_owner ON customer (tenant_id, owner, customer_id);
        CREATE INDEX customer_state ON customer (state, tenant_id, customer_id);
        CREATE TABLE customer_collaborator (
            tenant_id TEXT NOT NULL,
            staff_id UUID NOT NULL,
            customer_id UUID NOT NULL,
            PRIMARY KEY (tenant_id, staff_id, customer_id)
        ) CLUSTERED;",
    )
    .await
}

/// What the feed has told of the customer of an id or a number.
///
/// # Errors
/// Those of the database; [`Error::Statement`] when the row is malformed.
pub async fn find(database: &Database, tenant: &str, key: &str) -> Result<Option<Customer>, Error> {
    let found = match Uuid::try_parse(key) {
        Ok(id) => Entity::find_by_id((tenant.to_owned(), id)),
        Err(_) => Entity::find().filter(Column::TenantId.eq(tenant)).filter(Column::CustomerNumber.eq(key)),
    };
    found.one(database.reader()).await?.map(customer).transpose()
}

/// What the feed has told of customers, by id.
///
/// # Errors
/// As [`find`].
pub async fn find_many(
    database: &Database,
    tenant: &str,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Customer>, Error> {
    let ids = ids.into_iter().map(Into::into).collect();
    let rows = database.find_each::<Entity>(&[(Column::TenantId, tenant.into())], Column::CustomerId, ids).await?;
    rows.into_iter().map(|row| Ok((row.customer_id, customer(row)?))).collect()
}

fn customer(row: Model) -> Result<Customer, Error> {
    let malformed = || Error::Statement(format!("the row of customer {} is malformed", row.customer_id));
    Ok(Customer {
        id: row.customer_id,
        state: CustomerState::of_code(&row.state).ok_or_else(malformed)?,
        owner: row.owner,
        team: row.team,
        collaborators: serde_json::from_str(&row.collaborators).map_err(|_| malformed())?,
        stage: row.stage,
        level: row.level,
    })
}

/// A customer that the feed told of.
pub(crate) struct Told {
    pub(crate) tenant: String,
    pub(crate) revision: i64,
    pub(crate) number: String,
    pub(crate) customer: Customer,
}

/// Keeps what the feed told.
pub(crate) async fn keep(transaction: &mut WriteTransaction, told: &[Told]) -> Result<(), Error> {
    let (mut rows, mut collaborators) = (Vec::with_capacity(told.len()), Vec::new());
    for Told { tenant, revision, number, customer } in told {
        rows.push(Row::of(&Model {
            tenant_id: tenant.clone(),
            customer_id: customer.id,
            revision: *revision,
            customer_number: number.clone(),
            state: customer.state.code().to_owned(),
            stage: customer.stage.clone(),
            level: customer.level.clone(),
            owner: customer.owner,
            team: customer.team,
            collaborators: serde_json::to_string(&customer.collaborators)
                .map_err(|error| Error::Statement(error.to_string()))?,
        })?);
        for staff in &customer.collaborators {
            let row = collaborator::Model { tenant_id: tenant.clone(), staff_id: *staff, customer_id: customer.id };
            collaborators.push(Row::of(&row)?);
        }
        // A new customer has no rows that would have to go.
        if *revision > 1 {
            let who: Vec<Parameter> = vec![tenant.as_str().into(), customer.id.into()];
            let sql = "DELETE FROM customer_collaborator WHERE tenant_id = $1 AND customer_id = $2";
            transaction.execute(sql, who).await?;
        }
    }
    transaction.put_newer(&CUSTOMER, rows).await?;
    transaction.put(&COLLABORATOR, collaborators).await
}

/// Forgets all customers.
pub(crate) async fn forget(transaction: &mut WriteTransaction) -> Result<(), Error> {
    for sql in ["DELETE FROM customer", "DELETE FROM customer_collaborator"] {
        transaction.execute(sql, Vec::new()).await?;
    }
    Ok(())
}
