//! The table by which customers are found by the tenant's own fields.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use database::{Row, Table};
use expression::{Field, Kind};
use journal::IndexRows;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use uuid::Uuid;

use super::entity::{attribute_index, customer};
use crate::domain::custom_field::{
    CustomFields, FieldFacts, FieldId, FieldType, MAX_FILTERABLE_TEXT_CHARS, MAX_ITEMS, Value,
};
use crate::domain::customer::{Customer, State};
use crate::error::Error;

/// The table.
pub(super) static ATTRIBUTE_INDEX: LazyLock<Table> = LazyLock::new(Table::of::<attribute_index::Entity>);

/// The beginning of a field's path in filters.
pub const PATH: &str = "custom_fields.";

/// How the rows change of a customer who was `before` and is `after` now.
///
/// # Errors
/// [`Error::Fault`] when a row cannot be made.
pub fn change(
    tenant: &str,
    fields: &CustomFields,
    before: Option<&Customer>,
    after: &Customer,
) -> Result<Vec<IndexRows>, Error> {
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    // There may be rows from when a field could be filtered by, which cannot be now.
    let is_purged = after.facts.state == State::Purged;
    let held = |customer: &Customer, id: &FieldId| customer.facts.custom_fields.get(id).cloned();
    let ids = before.into_iter().chain([after]).flat_map(|customer| customer.facts.custom_fields.keys());
    for id in ids.collect::<BTreeSet<_>>() {
        let (was, is) = (before.and_then(|before| held(before, id)), held(after, id));
        if was == is || !(is_purged || fields.is_filterable(id)) {
            continue;
        }
        let rows = is.as_ref().map(|value| rows(tenant, after.id, id, value)).transpose()?.unwrap_or_default();
        // Beside the rows of the value before there may be some from when the field was not filterable yet.
        let count = if is_purged { MAX_ITEMS } else { rows.len().max(was.as_ref().map_or(0, items)) };
        removed.extend((0..count).map(|item| key(tenant, after.id, id, item)));
        added.extend(rows);
    }
    let is_same = removed.is_empty() && added.is_empty();
    Ok(if is_same { Vec::new() } else { vec![IndexRows { table: &ATTRIBUTE_INDEX, removed, added }] })
}

/// The keys of all rows that a customer can have of a field.
pub(super) fn keys(tenant: &str, customer: Uuid, id: &FieldId) -> impl Iterator<Item = Row> {
    (0..MAX_ITEMS).map(move |item| key(tenant, customer, id, item))
}

fn key(tenant: &str, customer: Uuid, id: &FieldId, item: usize) -> Row {
    Row(vec![tenant.into(), customer.into(), id.as_str().into(), i64::try_from(item).unwrap_or(i64::MAX).into()])
}

/// How many rows a value has.
fn items(value: &Value) -> usize {
    if let Value::Choices(codes) = value { codes.len() } else { 1 }
}

/// The rows of a value.
///
/// # Errors
/// [`Error::Fault`] when a row cannot be made.
pub(super) fn rows(tenant: &str, customer: Uuid, id: &FieldId, value: &Value) -> Result<Vec<Row>, Error> {
    let text = |text: String| vec![(Some(text), None)];
    let number = |millionths: i64| vec![(None, Some(millionths))];
    let values: Vec<(Option<String>, Option<i64>)> = match value {
        // From when the field could not be filtered by; an index takes no text of such a length.
        Value::Text(value) if value.chars().count() > MAX_FILTERABLE_TEXT_CHARS => Vec::new(),
        Value::Text(value) => text(value.clone()),
        Value::Number(value) => number(value.as_millionths()),
        Value::Money(value) => number(value.amount.as_millionths()),
        Value::Date(value) => text(value.to_string()),
        Value::Boolean(value) => text(value.to_string()),
        Value::Choice(value) => text(value.to_string()),
        Value::Choices(values) => values.iter().map(|value| (Some(value.to_string()), None)).collect(),
        Value::Reference(value) => text(value.to_string()),
    };
    let rows = (0..).zip(values).map(|(item, (text_value, number_value))| {
        Row::of(&attribute_index::Model {
            tenant_id: tenant.to_owned(),
            customer_id: customer,
            field_id: id.to_string(),
            item,
            text_value,
            number_value,
        })
    });
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The fields of customers by which lists are filtered.
pub fn filter_fields(fields: &CustomFields) -> impl Iterator<Item = Field> {
    fields.all().iter().map(|field| &field.facts).filter(|facts| facts.filterable).map(filter_field)
}

fn filter_field(facts: &FieldFacts) -> Field {
    use attribute_index::Column;
    let column = |column: Column| Expr::col((attribute_index::Entity, column));
    let mut rows = Query::select();
    rows.from(attribute_index::Entity)
        .and_where(column(Column::TenantId).equals((customer::Entity, customer::Column::TenantId)))
        .and_where(column(Column::CustomerId).equals((customer::Entity, customer::Column::CustomerId)))
        .and_where(column(Column::FieldId).eq(facts.field_id.as_str()));
    let codes = || Kind::code(facts.value_type.choices().iter().map(|choice| choice.code.to_string()));
    let (kind, value) = match &facts.value_type {
        FieldType::Text { .. } => (Kind::Text, Column::TextValue),
        FieldType::Number { .. } | FieldType::Money { .. } => (Kind::Decimal, Column::NumberValue),
        FieldType::Date { .. } => (Kind::Date, Column::TextValue),
        FieldType::Boolean => (Kind::code(["true", "false"]), Column::TextValue),
        FieldType::Choice { .. } | FieldType::MultiChoice { .. } => (codes(), Column::TextValue),
        FieldType::Reference { .. } => (Kind::Code(Vec::new()), Column::TextValue),
    };
    let (path, value) = (format!("{PATH}{}", facts.field_id), (attribute_index::Entity, value));
    match facts.value_type {
        FieldType::MultiChoice { .. } => Field::rows(path, kind, "fact", rows, value),
        _ => Field::row(path, kind, "fact", rows, value),
    }
}
