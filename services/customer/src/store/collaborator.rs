//! The table by which customers are found of those who work on them. It says what their facts say.

use std::sync::LazyLock;

use database::{Engine, Row, Table};
use journal::IndexRows;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde::Deserialize;
use uuid::Uuid;

use super::entity::customer;
use super::entity::customer_collaborator::{Column, Entity, Model};
use crate::domain::customer::Customer;
use crate::error::Error;

static TABLE: LazyLock<Table> = LazyLock::new(Table::of::<Entity>);

/// The part of a customer's facts that is read to decide who may see them.
#[derive(Deserialize)]
struct Collaborators {
    #[serde(default)]
    collaborators: Vec<Uuid>,
}

/// Who works on the customer in a row.
///
/// # Errors
/// [`Error::Fault`] when its facts are malformed.
pub fn of_row(row: &customer::Model) -> Result<Vec<Uuid>, Error> {
    Ok(serde_json::from_str::<Collaborators>(&row.facts)?.collaborators)
}

/// How the table changes with a customer; none when it stays.
///
/// # Errors
/// [`Error::Fault`] when a row cannot be made.
pub fn change(tenant: &str, before: Option<&Customer>, after: &Customer) -> Result<Vec<IndexRows>, Error> {
    let old = before.map_or(&[][..], |before| &before.facts.collaborators);
    let new = &after.facts.collaborators;
    if old == new {
        return Ok(Vec::new());
    }
    let row = |staff: &Uuid| {
        let model = Model { tenant_id: tenant.to_owned(), staff_id: *staff, customer_id: after.id };
        Ok::<_, Error>(Row::of(&model)?.key(&TABLE))
    };
    let removed = old.iter().filter(|staff| !new.contains(staff)).map(row).collect::<Result<_, _>>()?;
    let added = new.iter().filter(|staff| !old.contains(staff)).map(row).collect::<Result<_, _>>()?;
    Ok(vec![IndexRows { table: &TABLE, removed, added }])
}

/// The condition of the customers on which a member of staff works. Each engine finds them by the table first.
pub fn is_among(engine: Engine, tenant: &str, staff: Uuid) -> SimpleExpr {
    match engine {
        Engine::Sqlite => {
            let ids = Entity::find()
                .select_only()
                .column(Column::CustomerId)
                .filter(Column::TenantId.eq(tenant))
                .filter(Column::StaffId.eq(staff));
            customer::Column::CustomerId.in_subquery(ids.into_query())
        }
        // Beside other conditions, PostgreSQL would ask IN of each row; an array it looks up in the index.
        Engine::Postgres => Expr::cust_with_values(
            "customer.customer_id = ANY(ARRAY(SELECT customer_id FROM customer_collaborator
             WHERE tenant_id = $1 AND staff_id = $2))",
            [sea_orm::Value::from(tenant), staff.into()],
        ),
    }
}
