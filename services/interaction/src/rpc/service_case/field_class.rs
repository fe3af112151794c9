//! The class of the fields of a service case.

use access::DataClass;

/// The class of a field, as the contract has it.
pub(super) fn field_class(field: &str) -> DataClass {
    match field {
        "question" | "solution" => DataClass::Note,
        _ => DataClass::Fact,
    }
}
