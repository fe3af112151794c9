//! The table of terms.

use std::sync::LazyLock;

use database::{Database, Table};
use journal::{RecordChange, StateTable, UniqueKey};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::term::{Column, Entity};
use super::tenant_record::{Columns, TenantRecord};
use crate::domain::vocabulary::{SCHEMA, Term, Vocabularies, Vocabulary};
use crate::error::Error;

/// The kind of a term's entries.
pub const KIND: &str = "term";
/// The kind of the keys that number the changes of a vocabulary.
const CHANGE_KEY: &str = "term_change";

/// The table, as the journal writes it.
pub static TERM: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "term_id" });

/// All terms of a tenant.
///
/// # Errors
/// Those of the database; [`Error::SchemaNewer`].
pub async fn all(database: &Database, tenant: &str) -> Result<Vocabularies, Error> {
    let rows =
        Entity::find().filter(Column::TenantId.eq(tenant)).into_tuple::<Columns>().all(database.reader()).await?;
    let terms: Result<_, Error> = rows.into_iter().map(|row| open(&row.into())).collect();
    Ok(Vocabularies::new(terms?))
}

/// The term in a record.
///
/// # Errors
/// [`Error::SchemaNewer`]; [`Error::Fault`] when it is malformed.
pub fn open(record: &TenantRecord) -> Result<Term, Error> {
    let facts = record.facts(SCHEMA)?;
    Ok(Term { id: record.id, revision: record.revision, update_time: Some(record.update_time), facts })
}

/// The change that makes a term's record say `term`.
///
/// # Errors
/// [`Error::Fault`] when it cannot be written as JSON.
pub fn change(tenant: &str, term: &Term, salt: [u8; 16]) -> Result<RecordChange, Error> {
    let record = TenantRecord {
        id: term.id,
        revision: term.revision,
        update_time: term.update_time.unwrap_or_default(),
        schema: SCHEMA,
        facts: serde_json::to_string(&term.facts)?,
        sealed: Vec::new(),
    };
    Ok(record.change(tenant, &TERM, salt))
}

/// The key that the next change of a vocabulary claims, when its terms are `terms`. Changes are numbered, so of those that were
/// decided on the same terms one is written, and the others are refused: what was decided on all terms holds.
pub fn next_change_key(vocabulary: Vocabulary, terms: &[Term]) -> UniqueKey {
    let changes: i64 = terms.iter().map(|term| term.revision).sum();
    let value = [vocabulary.code().as_bytes(), &(changes + 1).to_be_bytes()].concat();
    UniqueKey { kind: CHANGE_KEY, value }
}
