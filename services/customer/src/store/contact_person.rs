//! The table of contact persons, their links to companies, their keys and their search tokens.

use std::sync::LazyLock;

use clock::Instant;
use database::{Database, Document, Row, Table, TokenIndex};
use journal::{ChangeKind, Entry, IndexRows, RecordChange, RecordKey, StateRow, StateTable, UniqueKey};
use keyring::{Keyring, SubjectKey, TenantKey};
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::entity::contact_person::{Column, Entity, Model};
use super::entity::contact_person_company as company;
use super::token;
use super::unique_key::{self, PERSON_EXTERNAL_ID};
use crate::NAME;
use crate::domain::contact_person::{CompanyLink, ContactPerson, Facts, Personal, SCHEMA, State};
use crate::error::Error;
use operation::{Kept, Place, read_facts};

/// The kind of a contact person's entries.
pub const KIND: &str = "contact_person";
/// The table, as the journal writes it.
pub static CONTACT_PERSON: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "contact_person_id" });
static COMPANY: LazyLock<Table> = LazyLock::new(Table::of::<company::Entity>);
/// The search tokens of contact persons.
pub const TOKENS: TokenIndex = TokenIndex { name: "contact_person_token" };
/// The kind of the keys that stand for being the primary contact person of a customer.
pub const PRIMARY_KEY: &str = "primary_contact_person";

/// The row of a contact person, live or not.
///
/// # Errors
/// Those of the database.
pub async fn find(database: &Database, tenant: &str, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id((tenant.to_owned(), id)).one(database.reader()).await?)
}

/// The rows of contact persons by id, in no order.
///
/// # Errors
/// Those of the database.
pub async fn find_many(database: &Database, tenant: &str, ids: &[Uuid]) -> Result<Vec<Model>, Error> {
    let ids = ids.iter().map(|id| (*id).into()).collect();
    Ok(database.find_each::<Entity>(&[(Column::TenantId, tenant.into())], Column::ContactPersonId, ids).await?)
}

/// What names nobody of the record in a row.
///
/// # Errors
/// [`Error::SchemaNewer`] when a newer release wrote it.
pub fn facts(row: &Model) -> Result<Facts, Error> {
    read_facts(row.schema, SCHEMA, &row.facts)
}

/// The record in a row without its personal part, for which no key is needed.
///
/// # Errors
/// As [`facts`].
pub fn without_personal(row: &Model) -> Result<ContactPerson, Error> {
    let update_time = Instant::from_micros(row.update_time);
    Ok(ContactPerson {
        id: row.contact_person_id,
        revision: row.revision,
        update_time,
        facts: facts(row)?,
        personal: None,
    })
}

/// The record in a row.
///
/// # Errors
/// As [`facts`]; [`Error::Fault`] when it does not open.
pub async fn open(keyring: &Keyring, tenant: &str, row: &Model) -> Result<ContactPerson, Error> {
    unseal(keyring, tenant, without_personal(row)?, &row.sealed).await
}

/// The record after an entry. Where the record is erased by now, without its personal part.
///
/// # Errors
/// As [`open`].
pub async fn open_entry(keyring: &Keyring, tenant: &str, entry: &Entry, erased: bool) -> Result<ContactPerson, Error> {
    let facts = entry.facts.as_deref().ok_or(Error::Internal("an entry without facts"))?;
    let sealed = if erased { &[][..] } else { entry.sealed.as_deref().unwrap_or_default() };
    let facts = read_facts(entry.schema, SCHEMA, facts)?;
    let (id, revision, update_time) = (entry.id, entry.revision, entry.time);
    unseal(keyring, tenant, ContactPerson { id, revision, update_time, facts, personal: None }, sealed).await
}

async fn unseal(
    keyring: &Keyring,
    tenant: &str,
    mut person: ContactPerson,
    sealed: &[u8],
) -> Result<ContactPerson, Error> {
    person.personal = place(tenant, &person).open(keyring, sealed).await?;
    if person.personal.is_none() {
        person.facts.state = State::Erased;
    }
    Ok(person)
}

/// Puts a record into the form in which it is kept, sealed for its revision.
///
/// # Errors
/// [`Error::RecordTooLarge`]; [`Error::Internal`] when it cannot be written as JSON or sealed.
pub fn keep(tenant: &str, person: &ContactPerson, key: Option<&SubjectKey>) -> Result<Kept, Error> {
    place(tenant, person).keep(&person.facts, person.personal.as_ref(), key)
}

fn place<'a>(tenant: &'a str, person: &ContactPerson) -> Place<'a> {
    Place { service: NAME, tenant, kind: KIND, id: person.id, revision: person.revision, subject: person.id }
}

/// The keys that a live contact person has: one for each external id, and one for each company whose primary one it is. One that is not
/// live has none.
pub fn claims(keys: &TenantKey, person: &ContactPerson) -> Vec<UniqueKey> {
    if person.facts.state != State::Active {
        return Vec::new();
    }
    let ids = person.personal.iter().flat_map(|personal| &personal.external_ids);
    let ids = ids.map(|id| unique_key::of_external_id(keys, PERSON_EXTERNAL_ID, id));
    let primary = person.facts.companies.iter().filter(|link| link.primary);
    let primary = primary.map(|link| UniqueKey { kind: PRIMARY_KEY, value: link.customer.as_bytes().to_vec() });
    ids.chain(primary).collect()
}

/// The change that takes a contact person from the revision before to `person`.
///
/// # Errors
/// [`Error::Fault`] when a row cannot be made.
pub fn change(
    tenant: &str,
    keys: &TenantKey,
    before: Option<&ContactPerson>,
    person: &ContactPerson,
    kept: Kept,
    change: ChangeKind,
    salt: [u8; 16],
) -> Result<RecordChange, Error> {
    let row = Row::of(&model(tenant, person, &kept))?;
    let time_column = CONTACT_PERSON.table.column("update_time");
    let tokens = |personal: &Personal| token::tokens(keys, [&personal.name], personal.contact_points());
    let old = before.map(|before| before.personal.as_ref().map(tokens).unwrap_or_default());
    let new = person.personal.as_ref().map(tokens).unwrap_or_default();
    // Of an erased one whose key is gone nobody knows which tokens it has.
    let changed = old.as_ref() != Some(&new) || person.personal.is_none();
    let document = Document { tenant: tenant.to_owned(), record: person.id, tokens: new, is_new: before.is_none() };
    Ok(RecordChange {
        key: RecordKey { kind: KIND, id: person.id },
        // It belongs to as many customers as it has companies.
        customer: Uuid::nil(),
        subject: person.id,
        expected_revision: person.revision - 1,
        change,
        schema: SCHEMA,
        facts: kept.facts,
        sealed: kept.sealed,
        salt,
        state: StateRow { table: &CONTACT_PERSON, row, time_columns: time_column.into_iter().collect() },
        tokens: changed.then_some((TOKENS, document)),
        sums: Vec::new(),
        index_rows: vec![link_rows(tenant, before, person)?],
    })
}

fn link_rows(tenant: &str, before: Option<&ContactPerson>, person: &ContactPerson) -> Result<IndexRows, Error> {
    let row = |link: &CompanyLink| {
        Row::of(&company::Model {
            tenant_id: tenant.to_owned(),
            contact_person_id: person.id,
            customer_id: link.customer,
            role: link.role.map(|role| role.code().to_owned()),
            since: link.period.since.map(|day| day.to_string()),
            until: link.period.until.map(|day| day.to_string()),
        })
    };
    let before = before.map(|before| before.facts.companies.as_slice()).unwrap_or_default();
    let now = person.facts.companies.as_slice();
    let removed = before.iter().filter(|link| !now.contains(link)).map(|link| Ok(row(link)?.key(&COMPANY)));
    let added = now.iter().filter(|link| !before.contains(link)).map(row);
    let (removed, added) = (removed.collect::<Result<_, Error>>()?, added.collect::<Result<_, _>>()?);
    Ok(IndexRows { table: &COMPANY, removed, added })
}

fn model(tenant: &str, person: &ContactPerson, kept: &Kept) -> Model {
    let facts = &person.facts;
    Model {
        tenant_id: tenant.to_owned(),
        contact_person_id: person.id,
        revision: person.revision,
        update_time: person.update_time.as_micros(),
        schema: SCHEMA,
        facts: kept.facts.clone(),
        sealed: kept.sealed.clone(),
        state: facts.state.code().to_owned(),
        create_time: facts.create_time.as_micros(),
        delete_time: facts.delete_time.map(Instant::as_micros),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const FACTS_1: &str = r#"{"state":"deleted","companies":[{"id":"018f9a3c-0000-7000-8000-000000000001","role":"decision_maker","primary":true,"since":"2020-01-31","until":"2024-05-20"},{"id":"018f9a3c-0000-7000-8000-000000000002"}],"create_time":1716163200000000,"delete_time":1716163300000000}"#;
    const PERSONAL_1: &str = r#"{"name":"王小明","salutation":"王总","titles":[{"id":"018f9a3c-0000-7000-8000-000000000001","title":"采购总监"},{"id":"018f9a3c-0000-7000-8000-000000000002"}],"contact_points":[{"id":"018f9a3c-0000-7000-8000-000000000004","kind":"phone","value":"+8613912345678"}],"important_dates":[{"id":"018f9a3c-0000-7000-8000-000000000006","kind":"birthday","date":{"calendar":"lunar","month":8,"day":15}}],"remarks":"偏好电话沟通"}"#;
    const LEAST_FACTS_1: &str = r#"{"state":"active","create_time":1}"#;
    const LEAST_PERSONAL_1: &str = r#"{"name":"张三"}"#;

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        for stored in [FACTS_1, LEAST_FACTS_1] {
            let facts: Facts = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        }
        for stored in [PERSONAL_1, LEAST_PERSONAL_1] {
            let personal: Personal = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&personal).unwrap(), stored);
        }
    }
}
