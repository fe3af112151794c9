//! The class of a customer's fields.

use access::DataClass;

use crate::domain::customer::{Customer, Kind};

/// The class of the names of a customer: those of companies and institutions name no person.
pub(super) fn name_class(kind: Kind) -> DataClass {
    match kind {
        Kind::Individual => DataClass::Name,
        Kind::Enterprise | Kind::Institution => DataClass::Fact,
    }
}

/// The class of the field at a path, such as `contact_points[<id>].value`, as the contract has it.
pub(super) fn field_class(path: &str, kind: Kind) -> DataClass {
    match path.split(['.', '[']).next().unwrap_or(path) {
        "registered_name" | "short_name" => name_class(kind),
        "contact_points" | "addresses" => DataClass::Contact,
        "external_ids" | "important_dates" => DataClass::Identity,
        "remarks" => DataClass::Note,
        _ => DataClass::Fact,
    }
}

/// The class of the field at a path that differs between revisions of a customer: that of a custom field stands with its value.
pub(super) fn class_of_difference(path: &str, revisions: [Option<&Customer>; 2]) -> DataClass {
    let [revision, before] = revisions;
    let records = || revision.into_iter().chain(before);
    let held = path.strip_prefix("custom_fields.").and_then(|id| {
        records().filter_map(|record| record.personal.as_ref()).find_map(|personal| {
            personal.personal_fields.iter().find(|(held, _)| held.as_str() == id).map(|(_, value)| value.class)
        })
    });
    held.unwrap_or_else(|| records().next().map_or(DataClass::Fact, |record| field_class(path, record.facts.kind)))
}
