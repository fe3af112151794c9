//! The class of a transaction's fields.

use access::DataClass;

/// The class of a field, as the contract has it.
pub(super) fn field_class(field: &str) -> DataClass {
    match field {
        "external_id" => DataClass::Finance,
        "remarks" => DataClass::Note,
        _ => DataClass::Fact,
    }
}
