//! The table of dormancy rules. That with which every tenant begins is in it once somebody has written it.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use clock::Instant;
use database::{Database, Table};
use journal::{Counted, Entry, Limit, RecordChange, StateTable};
use operation::read_facts;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::entity::dormancy_rule::{Column, Entity, Model};
use super::tenant_rule::{ACTIVE, TenantRule, facts_of};
use crate::domain::dormancy::{DormancyFacts, DormancyRule, MOST_RULES, SCHEMA};
use crate::error::Error;

/// The kind of a rule's entries.
pub const KIND: &str = "dormancy_rule";

/// The table, as the journal writes it.
pub static DORMANCY_RULE: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "dormancy_rule_id" });

/// The id of the rule with which a tenant begins: it is made of the tenant's name, and of no other tenant's rule.
pub fn id_of_beginning(tenant: &str) -> Uuid {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest(&SHA256, format!("{KIND}\n{tenant}").as_bytes()).as_ref()) {
        *to = *from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The limit of the rules of a tenant.
pub fn limit(tenant: &str) -> Limit {
    let sql = format!("SELECT COUNT(*) FROM dormancy_rule WHERE tenant_id = $1 AND state = '{ACTIVE}'");
    let counted = Counted::Rows { sql: sql.into(), parameters: vec![tenant.into()] };
    Limit { kind: "dormancy_rules".to_owned(), value: String::new(), most: MOST_RULES, counted }
}

/// A rule.
///
/// # Errors
/// Those of the database; as [`of_entry`].
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<DormancyRule>, Error> {
    let row = Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?;
    let found = row.as_ref().map(open).transpose()?;
    Ok(found.or_else(|| Some(of_beginning(tenant)).filter(|rule| rule.id == id)))
}

/// The rules of a tenant that are not deleted, by id.
///
/// # Errors
/// As [`find`].
pub async fn all(database: &Database, tenant: &str) -> Result<Vec<DormancyRule>, Error> {
    let rows = Entity::find().filter(Column::TenantId.eq(tenant)).all(database.reader()).await?;
    let mut rules = rows.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let beginning = of_beginning(tenant);
    if rules.iter().all(|rule| rule.id != beginning.id) {
        rules.push(beginning);
    }
    rules.retain(|rule| !rule.facts.deleted);
    rules.sort_by_key(|rule| rule.id);
    Ok(rules)
}

fn of_beginning(tenant: &str) -> DormancyRule {
    let facts = DormancyFacts::of_beginning();
    DormancyRule { id: id_of_beginning(tenant), revision: 0, update_time: Instant::default(), facts }
}

fn open(row: &Model) -> Result<DormancyRule, Error> {
    let update_time = Instant::from_micros(row.update_time);
    let facts = read_facts(row.schema, SCHEMA, &row.facts)?;
    Ok(DormancyRule { id: row.dormancy_rule_id, revision: row.revision, update_time, facts })
}

/// The rule after an entry.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote it; [`Error::Fault`] when it is malformed.
pub fn of_entry(entry: &Entry) -> Result<DormancyRule, Error> {
    let facts = facts_of(entry, SCHEMA)?;
    Ok(DormancyRule { id: entry.id, revision: entry.revision, update_time: entry.time, facts })
}

/// The change that takes a rule from the revision before to `rule`.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(tenant: &str, rule: &DormancyRule, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let DormancyRule { id, revision, update_time, facts } = rule;
    let record = TenantRule { id: *id, revision: *revision, update_time: *update_time, deleted: facts.deleted, facts };
    record.change(tenant, &DORMANCY_RULE, SCHEMA, salt)
}
