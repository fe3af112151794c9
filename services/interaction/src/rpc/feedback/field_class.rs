//! The class of the fields of feedback.

use access::DataClass;

/// The class of a field, as the contract has it.
pub(super) fn field_class(field: &str) -> DataClass {
    match field {
        "comment" | "suggestion" => DataClass::Note,
        _ => DataClass::Fact,
    }
}
