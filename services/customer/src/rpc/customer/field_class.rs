//! The class of a customer's fields.

use access::DataClass;

use crate::domain::customer::Kind;

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
