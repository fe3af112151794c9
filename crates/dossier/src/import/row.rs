//! From a row to the customer that it describes.

use std::collections::BTreeMap;

use contracts::customer::v1::{
    CustomValue, Customer, CustomerKind, CustomerTag, ExternalId, ImportantDate, ImportantDateKind,
};
use csv::StringRecord;

use super::cells::Cells;
use super::contacts::{self, Countries};
use super::context::Context;
use super::field::Field;
use super::naming::{Naming, is_han};
use super::{moment, place};
use crate::command::customer_fields;
use crate::{custom_value, day};

/// The customer that a row describes. Every step takes its cells; what is left over becomes the end of the remarks.
pub(super) fn customer(record: &StringRecord, kind: Option<CustomerKind>, context: &Context) -> Customer {
    let mut cells = Cells::new(&context.columns, record);
    let naming = Naming::take(&mut cells, kind);
    let person = person(&mut cells, &naming);
    let countries = Countries { row: place::country(&cells), tenant: context.region };
    let (contact_points, is_labelled) = contacts::take(&mut cells, &person, countries);
    let unlabelled = if is_labelled { "" } else { person.as_str() };
    Customer {
        kind: naming.kind.into(),
        contact_points,
        addresses: place::take(&mut cells, naming.kind, context.region).into_iter().collect(),
        important_dates: birthday(&mut cells, &naming).into_iter().collect(),
        external_ids: external_ids(&mut cells, context),
        first_contact_time: cells.take_if(Field::FirstContact, |text| moment::parse(text, &context.zones)),
        owner: cells.take_if(Field::Owner, |text| context.owner(text)).unwrap_or_default(),
        customer_number: text(&mut cells, Field::Number),
        short_name: text(&mut cells, Field::ShortName),
        stage: text(&mut cells, Field::Stage),
        stage_reason: text(&mut cells, Field::StageReason),
        level: text(&mut cells, Field::Level),
        industry: text(&mut cells, Field::Industry),
        source: text(&mut cells, Field::Source),
        tags: tags(&mut cells),
        custom_fields: own_fields(&mut cells),
        remarks: remarks(&mut cells, unlabelled),
        registered_name: naming.registered_name,
        ..Customer::default()
    }
}

/// The tags of all columns that hold some, by code or name.
fn tags(cells: &mut Cells<'_>) -> Vec<CustomerTag> {
    let codes = cells.take_all(Field::Tags).into_iter().flat_map(|(_, text)| custom_value::parts(text));
    codes.map(|code| CustomerTag { code, ..CustomerTag::default() }).collect()
}

/// What the tenant's own fields say.
fn own_fields(cells: &mut Cells<'_>) -> BTreeMap<String, CustomValue> {
    let own = cells.take_own().into_iter();
    own.map(|(field, text)| (field.field_id.clone(), custom_value::parse(field, text))).collect()
}

pub(super) fn text(cells: &mut Cells<'_>, field: Field) -> String {
    cells.take(field).unwrap_or_default().to_owned()
}

/// Who answers for a customer: name and title. A person's own title is left to the remarks.
fn person(cells: &mut Cells<'_>, naming: &Naming) -> String {
    let is_own_title = naming.kind == CustomerKind::Individual && naming.contact.is_none();
    let title = if is_own_title { None } else { cells.take(Field::Title) };
    naming.contact.as_deref().into_iter().chain(title).collect::<Vec<_>>().join(", ")
}

/// The birthday, of the contact person if there is one.
fn birthday(cells: &mut Cells<'_>, naming: &Naming) -> Option<ImportantDate> {
    let day = cells.take_if(Field::Birthday, day::parse)?;
    let label = naming.contact.clone().unwrap_or_default();
    let kind = ImportantDateKind::Birthday.into();
    Some(ImportantDate { kind, label, day: Some(day), ..ImportantDate::default() })
}

/// The id in the system that the user named, and those that the file itself says.
pub(super) fn external_ids(cells: &mut Cells<'_>, context: &Context) -> Vec<ExternalId> {
    let read = |text: &str| text.lines().map(|line| customer_fields::external_id(line.trim()).ok()).collect();
    let said: Vec<_> = cells.take_if(Field::ExternalIds, read).unwrap_or_default();
    external_id(cells, context).into_iter().chain(said).collect()
}

/// The id in the system that the user named; the customer number if the file has no other.
fn external_id(cells: &mut Cells<'_>, context: &Context) -> Option<ExternalId> {
    let source = context.external_source.clone()?;
    let id = cells.take(Field::Id).or_else(|| cells.peek(Field::Number))?.to_owned();
    Some(ExternalId { source, id })
}

/// The remarks of the file, the contact person for whom no label had room, and every cell that was not taken.
pub(super) fn remarks(cells: &mut Cells<'_>, unlabelled: &str) -> String {
    let mut lines: Vec<String> =
        cells.take_all(Field::Remarks).into_iter().map(|(_, remark)| remark.to_owned()).collect();
    if !unlabelled.is_empty() {
        lines.push(format!("{}: {unlabelled}", if is_han(unlabelled) { "联系人" } else { "contact" }));
    }
    lines.extend(cells.leftovers().map(|(header, value)| format!("{header}: {value}")));
    lines.join("\n")
}

#[cfg(test)]
mod tests;
