//! Data classes: what a field says of a person decides who may read it and how it is kept.

use super::Fault;
use super::contract::declarations;
use super::sources::Sources;

/// Fields of a resource that are not stored.
const NOT_STORED: [&str; 2] = ["etag", "masked_classes"];

/// A resource is a message with an etag: what callers create and update.
pub(crate) fn missing(sources: &Sources) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in sources.files().filter(|(path, _)| path.starts_with("proto/dossier/")) {
        for message in declarations(text).iter().filter(|declared| declared.kind == "message") {
            let fields = message.members();
            if !is_resource(&message.name, fields.iter().map(|field| field.name.as_str())) {
                continue;
            }
            let stored = fields.into_iter().filter(|field| !NOT_STORED.contains(&field.name.as_str()));
            let unclassed = stored.filter(|field| !field.rest.contains("data_class"));
            faults.extend(unclassed.map(|field| {
                let message =
                    format!("{}.{} has no data class: say what it tells of a person", message.name, field.name);
                Fault::line(path, field.line, message)
            }));
        }
    }
    faults
}

/// Requests carry etags too, to say which revision they mean.
fn is_resource<'a>(message: &str, mut fields: impl Iterator<Item = &'a str>) -> bool {
    !message.ends_with("Request") && fields.any(|field| field == "etag")
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
