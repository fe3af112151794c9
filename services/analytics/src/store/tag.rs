//! The tables of tags: which customers carry them, and which stand for others.

use std::sync::LazyLock;

use database::{Database, Error, Fetched, Row, Table, WriteTransaction};
use expression::{Field, Kind};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{customer, customer_tag, tag};
use crate::domain::tag::{Tag, Tags, standing_for, synonyms};

static TAG: LazyLock<Table> = LazyLock::new(Table::of::<tag::Entity>);

/// How the rows of [`carried`] are called where they are joined, and their columns.
const CARRIED: &str = "carried_tag";
const CUSTOMER: &str = "customer_id";
const CODE: &str = "tag";

/// Codes of tags that mean the same, group by group.
#[derive(Clone, Debug, Default)]
pub struct Synonyms(Vec<Vec<String>>);

/// Keeps what was told of tags, and which stand for which since.
///
/// # Errors
/// Those of the database.
pub async fn hear(transaction: &mut WriteTransaction, tenant: &str, told: Vec<(String, Tag)>) -> Result<(), Error> {
    if told.is_empty() {
        return Ok(());
    }
    let before = find_in(transaction, tenant).await?;
    let mut tags = before.clone();
    for (code, tag) in told {
        let known = tags.entry(code).or_insert_with(|| tag.clone());
        if known.revision < tag.revision {
            *known = tag;
        }
    }
    let row = |(code, tag): (&String, &Tag)| {
        Row::of(&tag::Model {
            tenant_id: tenant.to_owned(),
            tag: code.clone(),
            revision: tag.revision,
            merged_into: tag.merged_into.clone(),
            standing_tag: standing_for(&tags, code).to_owned(),
        })
    };
    let is_other = |(code, tag): &(&String, &Tag)| {
        before.get(*code) != Some(*tag) || standing_for(&before, code) != standing_for(&tags, code)
    };
    let changed = tags.iter().filter(is_other).map(row).collect::<Result<_, _>>()?;
    transaction.put(&TAG, changed).await
}

async fn find_in(transaction: &mut WriteTransaction, tenant: &str) -> Result<Tags, Error> {
    let select = "SELECT tag, revision, COALESCE(merged_into, '') FROM tag WHERE tenant_id = $1";
    let rows = transaction.query(select, vec![tenant.into()]).await?;
    let tag = |row: &Fetched| {
        let merged_into = Some(row.text(2)?).filter(|into| !into.is_empty());
        Ok((row.text(0)?, Tag { revision: row.integer(1)?, merged_into }))
    };
    rows.iter().map(tag).collect()
}

/// The tags of a tenant that mean the same.
///
/// # Errors
/// Those of the database.
pub async fn find_synonyms(database: &Database, tenant: &str) -> Result<Synonyms, Error> {
    let rows = tag::Entity::find().filter(tag::Column::TenantId.eq(tenant)).all(database.reader()).await?;
    let tag = |row: tag::Model| (row.tag, Tag { revision: row.revision, merged_into: row.merged_into });
    Ok(Synonyms(synonyms(&rows.into_iter().map(tag).collect())))
}

/// The field by which customers are found by a tag that they carry, or by one that means the same.
pub fn field(synonyms: &Synonyms) -> Field {
    use customer_tag::Column;
    let mut rows = Query::select();
    rows.from(customer_tag::Entity).cond_where(of_customer(Column::TenantId, Column::CustomerId));
    // The vocabulary is not at hand: any code is taken.
    let kind = Kind::Code(Vec::new());
    Field::rows("tags", kind, "fact", rows, Column::Tag.as_column_ref()).with_synonyms(synonyms.0.clone())
}

/// The code of a tag that [`join`] joins.
pub fn carried_code() -> Expr {
    Expr::col((CARRIED, CODE))
}

/// Joins to customers the tags that they carry: a row for each, and one without for a customer that carries none. Of tags that mean the same it
/// is the one which stands for them.
pub fn join(select: &mut SelectStatement, tenant: &str) {
    let same = Expr::col((CARRIED, CUSTOMER)).eq(Expr::col(customer::Column::CustomerId.as_column_ref()));
    select.join_subquery(JoinType::LeftJoin, carried(tenant), CARRIED, Condition::all().add(same));
}

/// Which tags the customers of a tenant carry, each once.
fn carried(tenant: &str) -> SelectStatement {
    let standing = Func::coalesce([
        Expr::col(tag::Column::StandingTag.as_column_ref()),
        Expr::col(customer_tag::Column::Tag.as_column_ref()),
    ]);
    let of_tag = Condition::all()
        .add(same(tag::Column::TenantId, customer_tag::Column::TenantId))
        .add(same(tag::Column::Tag, customer_tag::Column::Tag));
    let mut select = Query::select();
    select
        .distinct()
        .expr_as(Expr::col(customer_tag::Column::CustomerId.as_column_ref()), CUSTOMER)
        .expr_as(standing, CODE)
        .from(customer_tag::Entity)
        .left_join(tag::Entity, of_tag)
        .and_where(customer_tag::Column::TenantId.eq(tenant));
    select
}

fn of_customer(tenant: customer_tag::Column, id: customer_tag::Column) -> Condition {
    Condition::all().add(same(tenant, customer::Column::TenantId)).add(same(id, customer::Column::CustomerId))
}

fn same(one: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    Expr::col(one.as_column_ref()).eq(Expr::col(other.as_column_ref()))
}
