//! The table of the tags that customers carry: by it customers are found, and tags are reviewed.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Row, Table};
use expression::{Field, Kind};
use journal::IndexRows;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement};
use uuid::Uuid;

use super::entity::{customer, customer_tag};
use crate::domain::carried_tag::CarriedTag;
use crate::domain::customer::{Customer, State};
use crate::domain::vocabulary::{Term, Vocabularies, Vocabulary};
use crate::error::Error;

static CUSTOMER_TAG: LazyLock<Table> = LazyLock::new(Table::of::<customer_tag::Entity>);

/// How the rows change of a customer who was `before` and is `after` now. A tag that is removed keeps its row, which tells since when
/// it is not used.
///
/// # Errors
/// [`Error::Fault`] when a row cannot be made.
pub fn change(tenant: &str, before: Option<&Customer>, after: &Customer) -> Result<Vec<IndexRows>, Error> {
    let row = |tag: &CarriedTag, remove_time: Option<Instant>| {
        Row::of(&customer_tag::Model {
            tenant_id: tenant.to_owned(),
            customer_id: after.id,
            tag: tag.stored_code().to_string(),
            add_time: tag.addition.add_time.as_micros(),
            remove_time: remove_time.map(Instant::as_micros),
        })
    };
    let carried = before.map(|before| before.facts.tags.as_slice()).unwrap_or_default();
    let tags = after.facts.tags.as_slice();
    // What a purged customer carried goes with it.
    if tags == carried || after.facts.state == State::Purged {
        return Ok(Vec::new());
    }
    let is_gone = |tag: &&CarriedTag| tags.iter().all(|other| other.stored_code() != tag.stored_code());
    let come = tags.iter().filter(|tag| !carried.contains(tag)).map(|tag| row(tag, None));
    let gone = carried.iter().filter(is_gone).map(|tag| row(tag, Some(after.update_time)));
    let added = come.chain(gone).collect::<Result<Vec<_>, _>>()?;
    // Each may have a row from an earlier time.
    let removed = added.iter().map(|row| row.key(&CUSTOMER_TAG)).collect();
    Ok(vec![IndexRows { table: &CUSTOMER_TAG, removed, added }])
}

/// How the rows change of a customer who is purged: all go.
///
/// # Errors
/// Those of the database; [`Error::Fault`] when a row cannot be made.
pub async fn purged(database: &Database, tenant: &str, customer: Uuid) -> Result<IndexRows, Error> {
    let rows = customer_tag::Entity::find()
        .filter(customer_tag::Column::TenantId.eq(tenant))
        .filter(customer_tag::Column::CustomerId.eq(customer));
    let rows = rows.all(database.reader()).await?;
    let keys = rows.iter().map(|row| Ok(Row::of(row)?.key(&CUSTOMER_TAG)));
    Ok(IndexRows { table: &CUSTOMER_TAG, removed: keys.collect::<Result<_, Error>>()?, added: Vec::new() })
}

/// The field of customers by which they are found by a tag, or by one that is merged into it.
pub fn field(vocabularies: &Vocabularies) -> Field {
    let mut rows = Query::select();
    rows.from(customer_tag::Entity)
        .and_where(
            Expr::col((customer_tag::Entity, customer_tag::Column::TenantId))
                .equals((customer::Entity, customer::Column::TenantId)),
        )
        .and_where(
            Expr::col((customer_tag::Entity, customer_tag::Column::CustomerId))
                .equals((customer::Entity, customer::Column::CustomerId)),
        )
        .and_where(Expr::col((customer_tag::Entity, customer_tag::Column::RemoveTime)).is_null());
    let kind = Kind::code(vocabularies.all(Vocabulary::Tag).iter().map(|term| term.facts.code.to_string()));
    let column = (customer_tag::Entity, customer_tag::Column::Tag);
    Field::rows("tags", kind, "fact", rows, column).with_synonyms(synonyms(vocabularies))
}

/// The codes that mean the same, that of the tag which stands for the others first.
fn synonyms(vocabularies: &Vocabularies) -> Vec<Vec<String>> {
    let tags = vocabularies.all(Vocabulary::Tag);
    // Most tenants merge few, and looking for what stands behind each is not for nothing.
    let merged = tags.iter().filter(|tag| tag.merged_into().is_some()).map(|tag| vocabularies.standing_for(tag));
    let mut standing: Vec<&Term> = merged.collect();
    standing.dedup();
    let group = |tag: &&Term| {
        let mut codes = vocabularies.standing_behind(tag);
        codes.sort_by_key(|code| !tag.facts.code.is(code));
        codes
    };
    standing.iter().map(group).collect()
}

/// How a code is used.
#[derive(Debug, FromQueryResult)]
pub struct Use {
    /// The code with which the tag was added.
    pub tag: String,
    /// How many live customers carry it.
    pub customer_count: i64,
    /// When it was last added to a customer.
    pub last_add_time: i64,
    /// When a customer last ceased to carry it, or to live.
    pub last_end_time: Option<i64>,
}

/// How each code is used that a customer carries or did.
///
/// # Errors
/// Those of the database.
pub async fn uses(database: &Database, tenant: &str) -> Result<Vec<Use>, Error> {
    let sql = "SELECT customer_tag.tag,
            COUNT(CASE WHEN remove_time IS NULL AND state = 'active' THEN 1 END) AS customer_count,
            MAX(add_time) AS last_add_time,
            MAX(COALESCE(remove_time, CASE WHEN state <> 'active' THEN update_time END)) AS last_end_time
        FROM customer_tag JOIN customer
            ON customer.tenant_id = customer_tag.tenant_id AND customer.customer_id = customer_tag.customer_id
        WHERE customer_tag.tenant_id = $1
        GROUP BY customer_tag.tag";
    let statement = Statement::from_sql_and_values(database.reader().get_database_backend(), sql, [tenant.into()]);
    Ok(Use::find_by_statement(statement).all(database.reader()).await?)
}

/// How many live customers carry one of these codes.
///
/// # Errors
/// Those of the database.
pub async fn count(database: &Database, tenant: &str, codes: &[String]) -> Result<i64, Error> {
    let carriers = Query::select()
        .column(customer_tag::Column::CustomerId)
        .from(customer_tag::Entity)
        .and_where(customer_tag::Column::TenantId.eq(tenant))
        .and_where(customer_tag::Column::Tag.is_in(codes))
        .and_where(customer_tag::Column::RemoveTime.is_null())
        .take();
    let count: Option<i64> = customer::Entity::find()
        .select_only()
        .column_as(customer::Column::CustomerId.count(), "count")
        .filter(customer::Column::TenantId.eq(tenant))
        .filter(customer::Column::State.eq("active"))
        .filter(customer::Column::CustomerId.in_subquery(carriers))
        .into_tuple()
        .one(database.reader())
        .await?;
    Ok(count.unwrap_or_default())
}
