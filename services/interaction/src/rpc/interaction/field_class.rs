//! The class of an interaction's fields.

use access::DataClass;

/// The class of a field, as the contract has it.
pub(super) fn field_class(field: &str) -> DataClass {
    match field {
        "participants" => DataClass::Name,
        "key_points" | "feedback" | "next_step" => DataClass::Note,
        _ => DataClass::Fact,
    }
}
