//! Data classes: what a field says of a person decides who may read it and how it is kept.

use super::Fault;
use super::contract::{Member, declarations};
use super::sources::Sources;

/// Fields of a resource that are not stored.
const NOT_STORED: [&str; 2] = ["etag", "masked_classes"];

pub(crate) fn missing(sources: &Sources) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in sources.files().filter(|(path, _)| path.starts_with("proto/dossier/")) {
        for resource in declarations(text).iter().filter(|declared| declared.is_resource()) {
            let is_stored = |field: &Member| !NOT_STORED.contains(&field.name.as_str());
            for field in resource.members().into_iter().filter(is_stored) {
                if !field.rest.contains("data_class") {
                    let name = format!("{}.{}", resource.name, field.name);
                    let message = format!("{name} has no data class: say what it tells of a person");
                    faults.push(Fault::line(path, field.line, message));
                }
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_stored_field_without_a_data_class_is_found() {
        let contract = "
            message Customer {
              // Who.
              string name = 1 [(field_behavior) = REQUIRED, (dossier.options.v1.data_class) = DATA_CLASS_NAME];
              map<string, string> attributes = 2;
              string etag = 3;
              repeated DataClass masked_classes = 4;
            }
            message DeleteCustomerRequest { string customer = 1; string etag = 2; }
            message Part { string value = 1; }";
        let faults = found(missing, &[("proto/dossier/customer/v1/customer.proto", contract)]);
        assert!(
            matches!(faults.as_slice(), [fault] if fault.contains("customer.proto:5: Customer.attributes has no data class")),
            "{faults:?}"
        );
    }
}
