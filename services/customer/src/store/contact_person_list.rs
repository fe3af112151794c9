//! Lists of contact persons: what is filtered, what is in a caller's scope, page by page.

use std::sync::LazyLock;

use access::{Caller, Relation, Scope};
use database::{Database, Engine};
use expression::{Field, Filter, Kind, Schema};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::customer_list;
use super::entity::contact_person::{Column, Entity, Model};
use super::entity::contact_person_company as company;
use super::entity::customer;
use crate::domain::contact_person::{DecisionRole, State};
use crate::domain::customer::State as Customers;
use crate::error::Error;
use operation::list_order::{Cursor, Order};

/// The fields that can be filtered. All are facts, which everybody in whose scope a record lies may read.
pub static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let field = |path: &'static str, kind, column: Column| Field::column(path, kind, "fact", column.as_column_ref());
    let link = |path: &'static str, kind, column: company::Column| {
        Field::rows(path, kind, "fact", links(), column.as_column_ref())
    };
    Schema::new([
        field("state", Kind::code(["active", "deleted", "erased"]), Column::State),
        link("companies.customer", Kind::Id, company::Column::CustomerId),
        link("companies.role", Kind::code(DecisionRole::ALL.map(DecisionRole::code)), company::Column::Role),
        link("companies.since", Kind::Date, company::Column::Since),
        link("companies.until", Kind::Date, company::Column::Until),
        field("create_time", Kind::Instant, Column::CreateTime),
        field("update_time", Kind::Instant, Column::UpdateTime),
        field("delete_time", Kind::Instant, Column::DeleteTime),
    ])
});

/// A page of a list.
pub struct Page<'a> {
    /// Whose contact persons; those of all customers, and of none, when absent.
    pub customer: Option<Uuid>,
    /// Which of them.
    pub filter: &'a Filter,
    /// In which order.
    pub order: Order,
    /// After which row; none for the first page.
    pub after: Option<Cursor>,
    /// Whether those that are not live are listed too.
    pub show_deleted: bool,
    /// How many at most.
    pub limit: usize,
}

/// The rows of a page.
///
/// # Errors
/// Those of the database.
pub async fn list(
    database: &Database,
    tenant: &str,
    caller: &Caller,
    scope: Scope,
    page: Page<'_>,
) -> Result<Vec<Model>, Error> {
    let Page { customer, filter, order, after, show_deleted, limit } = page;
    let mut rows = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(filter.condition(database.reader().get_database_backend()))
        .filter(in_scope(database.engine(), tenant, caller, scope));
    if let Some(customer) = customer {
        let persons = Query::select()
            .column(company::Column::ContactPersonId)
            .from(company::Entity)
            .and_where(company::Column::TenantId.eq(tenant))
            .and_where(company::Column::CustomerId.eq(customer))
            .take();
        rows = rows.filter(Column::ContactPersonId.in_subquery(persons));
    }
    if !show_deleted {
        rows = rows.filter(Column::State.eq(State::Active.code()));
    }
    let rows = order.page(rows, [Column::ContactPersonId, Column::UpdateTime], after, limit);
    Ok(rows.all(database.reader()).await?)
}

/// The records in a caller's scope: the relations to any of their customers, as a condition. One without a customer lies in the
/// pool.
fn in_scope(engine: Engine, tenant: &str, caller: &Caller, scope: Scope) -> Condition {
    let holds = |relation| scope.grants().any(|(granted, _)| granted == relation);
    if holds(Relation::Other) {
        return Condition::all();
    }
    let customers = Query::select()
        .expr(Expr::val(1))
        .from(customer::Entity)
        .and_where(same(customer::Column::TenantId, company::Column::TenantId))
        .and_where(same(customer::Column::CustomerId, company::Column::CustomerId))
        .and_where(customer::Column::State.ne(Customers::Purged.code()))
        .cond_where(customer_list::in_scope(engine, tenant, caller, scope))
        .take();
    let reached = links().expr(Expr::val(1)).and_where(Expr::exists(customers)).take();
    let unlinked = holds(Relation::Pool).then(|| Expr::exists(links().expr(Expr::val(1)).take()).not());
    Condition::any().add(Expr::exists(reached)).add_option(unlinked)
}

/// The links of the contact person at hand.
fn links() -> SelectStatement {
    Query::select()
        .from(company::Entity)
        .and_where(same(company::Column::TenantId, Column::TenantId))
        .and_where(same(company::Column::ContactPersonId, Column::ContactPersonId))
        .take()
}

fn same(column: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    Expr::col(column.as_column_ref()).eq(Expr::col(other.as_column_ref()))
}
