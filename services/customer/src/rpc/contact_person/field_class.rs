//! The class of a contact person's fields.

use access::DataClass;

/// The end of the path of a title.
const TITLE: &str = ".title";

/// The class of the field at a path, such as `companies[<customer id>].title`, as the contract has it.
pub(super) fn field_class(path: &str) -> DataClass {
    match path.split(['.', '[']).next().unwrap_or(path) {
        "name" | "salutation" => DataClass::Name,
        "companies" if path.ends_with(TITLE) => DataClass::Name,
        "contact_points" => DataClass::Contact,
        "external_ids" | "important_dates" => DataClass::Identity,
        "remarks" => DataClass::Note,
        _ => DataClass::Fact,
    }
}

/// The class without which a whole field cannot be written: who links a company says the title there.
pub(super) fn class_to_write(field: &str) -> DataClass {
    if field == "companies" { DataClass::Name } else { field_class(field) }
}
