//! The table of customers, their keys and their search tokens.

use std::sync::LazyLock;

use database::{Database, Document, Row, Table, TokenIndex};
use journal::entity::unique_key as held_key;
use journal::{RecordChange, RecordKey, StateRow, StateTable, UniqueKey};
use keyring::TenantKey;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::attribute_index;
use super::collaborator;
use super::customer_tag;
use super::entity::customer::{Column, Entity, Model};
use super::record::KIND;
use super::token;
use super::unique_key::{self, CUSTOMER_EXTERNAL_ID};
use crate::domain::custom_field::CustomFields;
use crate::domain::customer::{Customer, Personal, SCHEMA, State};
use crate::domain::external_id::ExternalId;
use crate::domain::number::CustomerNumber;
use crate::error::Error;
use operation::Kept;

/// The table, as the journal writes it.
pub static CUSTOMER: LazyLock<StateTable> =
    LazyLock::new(|| StateTable { kind: KIND, table: Table::of::<Entity>(), id_column: "customer_id" });
/// The search tokens of customers.
pub const TOKENS: TokenIndex = TokenIndex { name: "customer_token" };

/// The kind of the keys that stand for customer numbers.
pub const NUMBER_KEY: &str = "customer_number";

/// By what a customer is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Key {
    /// Its id.
    Id(Uuid),
    /// Its number.
    Number(CustomerNumber),
    /// Its id in another system.
    External(ExternalId),
}

/// The row of a customer, live or not.
///
/// # Errors
/// Those of the database.
pub async fn find(database: &Database, tenant: &str, keys: &TenantKey, key: &Key) -> Result<Option<Model>, Error> {
    let unique = match key {
        Key::Id(id) => {
            return Ok(Entity::find_by_id((tenant.to_owned(), *id)).one(database.reader()).await?);
        }
        Key::Number(number) => number_key(number),
        Key::External(id) => unique_key::of_external_id(keys, CUSTOMER_EXTERNAL_ID, id),
    };
    let holder = held_key::Entity::find()
        .select_only()
        .column(held_key::Column::EntityId)
        .filter(held_key::Column::TenantId.eq(tenant))
        .filter(held_key::Column::Kind.eq(unique.kind))
        .filter(held_key::Column::Value.eq(unique.value));
    Ok(Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CustomerId.in_subquery(holder.into_query()))
        .one(database.reader())
        .await?)
}

/// The rows of customers by id, in no order.
///
/// # Errors
/// Those of the database.
pub async fn find_many(database: &Database, tenant: &str, ids: &[Uuid]) -> Result<Vec<Model>, Error> {
    let ids = ids.iter().map(|id| (*id).into()).collect();
    Ok(database.find_each::<Entity>(&[(Column::TenantId, tenant.into())], Column::CustomerId, ids).await?)
}

/// The key that a number stands for.
pub fn number_key(number: &CustomerNumber) -> UniqueKey {
    UniqueKey { kind: NUMBER_KEY, value: number.to_string().into_bytes() }
}

/// The keys that a live customer has: its number first.
pub fn claims(keys: &TenantKey, customer: &Customer) -> Vec<UniqueKey> {
    let number = number_key(&customer.facts.number);
    std::iter::once(number).chain(external_id_claims(keys, customer)).collect()
}

/// The keys that stand for a live customer's external ids. One that is not live has none: others may have taken them.
fn external_id_claims(keys: &TenantKey, customer: &Customer) -> Vec<UniqueKey> {
    let live = customer.personal.iter().filter(|_| customer.facts.state == State::Active);
    let ids = live.flat_map(|personal| &personal.external_ids);
    ids.map(|id| unique_key::of_external_id(keys, CUSTOMER_EXTERNAL_ID, id)).collect()
}

/// The keys that a customer gains and those that it gives back from `before` to `after`. Its number stays taken for ever.
pub fn key_changes(keys: &TenantKey, before: &Customer, after: &Customer) -> (Vec<UniqueKey>, Vec<UniqueKey>) {
    let (old, new) = (external_id_claims(keys, before), external_id_claims(keys, after));
    let gained = new.iter().filter(|key| !old.contains(key)).cloned().collect();
    let given_back = old.into_iter().filter(|key| !new.contains(key)).collect();
    (gained, given_back)
}

/// What it depends on where a customer is filed.
#[derive(Clone, Copy)]
pub struct Filing<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// Its key, which makes the search tokens.
    pub keys: &'a TenantKey,
    /// Its own fields, some of which are indexed.
    pub fields: &'a CustomFields,
}

/// The change that takes a customer from the revision before to `customer`.
///
/// # Errors
/// [`Error::Internal`] when the row cannot be made.
pub fn change(
    filing: Filing<'_>,
    before: Option<&Customer>,
    customer: &Customer,
    kept: Kept,
    change: journal::ChangeKind,
    salt: [u8; 16],
) -> Result<RecordChange, Error> {
    let Filing { tenant, keys, fields } = filing;
    let row = Row::of(&model(tenant, customer, &kept))?;
    let time_column = CUSTOMER.table.column("update_time");
    let tokens = |personal: &Personal| {
        let names = [Some(&personal.registered_name), personal.short_name.as_ref()].into_iter().flatten();
        token::tokens(keys, names, personal.contact_points.as_slice())
    };
    let old = before.map(|before| before.personal.as_ref().map(tokens).unwrap_or_default());
    let new = customer.personal.as_ref().map(tokens).unwrap_or_default();
    // Of an erased one whose key is gone nobody knows which tokens it has.
    let changed = old.as_ref() != Some(&new) || customer.personal.is_none();
    let document = Document { tenant: tenant.to_owned(), record: customer.id, tokens: new, is_new: before.is_none() };
    Ok(RecordChange {
        key: RecordKey { kind: KIND, id: customer.id },
        customer: customer.id,
        subject: customer.id,
        expected_revision: customer.revision - 1,
        change,
        schema: SCHEMA,
        facts: kept.facts,
        sealed: kept.sealed,
        salt,
        state: StateRow { table: &CUSTOMER, row, time_columns: time_column.into_iter().collect() },
        tokens: changed.then_some((TOKENS, document)),
        sums: Vec::new(),
        index_rows: [
            attribute_index::change(tenant, fields, before, customer)?,
            collaborator::change(tenant, before, customer)?,
            customer_tag::change(tenant, before, customer)?,
        ]
        .concat(),
    })
}

fn model(tenant: &str, customer: &Customer, kept: &Kept) -> Model {
    let facts = &customer.facts;
    Model {
        tenant_id: tenant.to_owned(),
        customer_id: customer.id,
        revision: customer.revision,
        update_time: customer.update_time.as_micros(),
        schema: SCHEMA,
        facts: kept.facts.clone(),
        sealed: kept.sealed.clone(),
        customer_number: facts.number.to_string(),
        kind: facts.kind.code().to_owned(),
        state: facts.state.code().to_owned(),
        stage: facts.stage.clone(),
        stage_time: facts.stage_time.as_micros(),
        stage_reason: facts.stage_reason.clone(),
        level: facts.level.clone(),
        industry: facts.industry.clone(),
        source: facts.source.clone(),
        owner: facts.owner,
        team: facts.team,
        first_contact_time: facts.first_contact_time.map(clock::Instant::as_micros),
        create_time: facts.create_time.as_micros(),
        delete_time: facts.delete_time.map(clock::Instant::as_micros),
    }
}
