//! The class of the fields of a complaint.

use access::DataClass;

/// The class of a field, as the contract has it.
pub(super) fn field_class(field: &str) -> DataClass {
    match field {
        "description" | "resolution" | "subject" => DataClass::Note,
        _ => DataClass::Fact,
    }
}
