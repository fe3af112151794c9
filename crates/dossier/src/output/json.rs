//! Messages as protobuf JSON, exactly as the contract defines it, and back.

use std::sync::LazyLock;

use contracts::DESCRIPTOR_SET;
use prost::Name;
use prost_reflect::{DescriptorError, DescriptorPool, DynamicMessage, MessageDescriptor, SerializeOptions};
use serde_json::{Deserializer, Serializer, Value};

use crate::failure::Failure;

static CONTRACT: LazyLock<Result<DescriptorPool, DescriptorError>> =
    LazyLock::new(|| DescriptorPool::decode(DESCRIPTOR_SET));

/// The message on one line.
pub(crate) fn line(message: &impl Name) -> Result<String, Failure> {
    let mut text = Vec::new();
    write(message, &mut Serializer::new(&mut text))?;
    String::from_utf8(text).map_err(defect)
}

/// The message as a document to be read.
pub(crate) fn document(message: &impl Name) -> Result<String, Failure> {
    let mut text = Vec::new();
    write(message, &mut Serializer::pretty(&mut text))?;
    String::from_utf8(text).map_err(defect)
}

/// The message that a JSON text describes, and the names of the fields that the text has.
pub(crate) fn read<M: Name + Default>(text: &str) -> Result<(M, Vec<String>), Failure> {
    let descriptor = descriptor::<M>()?;
    let wrong = |error: serde_json::Error| {
        Failure::usage(format!("the JSON is no {}: {error}", M::NAME), format!("JSON 不是 {}：{error}", M::NAME))
    };
    let mut deserializer = Deserializer::from_str(text);
    let message = DynamicMessage::deserialize(descriptor.clone(), &mut deserializer).map_err(wrong)?;
    deserializer.end().map_err(wrong)?;
    let fields: serde_json::Map<String, Value> = serde_json::from_str(text).map_err(wrong)?;
    let named = |name: &String| descriptor.get_field_by_json_name(name).or_else(|| descriptor.get_field_by_name(name));
    let names = fields.keys().filter_map(named).map(|field| field.name().to_owned()).collect();
    Ok((message.transcode_to().map_err(defect)?, names))
}

fn write<W: std::io::Write, F: serde_json::ser::Formatter>(
    message: &impl Name,
    serializer: &mut Serializer<W, F>,
) -> Result<(), Failure> {
    dynamic(message)?.serialize_with_options(serializer, &SerializeOptions::new()).map_err(defect)
}

fn dynamic<M: Name>(message: &M) -> Result<DynamicMessage, Failure> {
    DynamicMessage::decode(descriptor::<M>()?, message.encode_to_vec().as_slice()).map_err(defect)
}

fn descriptor<M: Name>() -> Result<MessageDescriptor, Failure> {
    let contract = CONTRACT.as_ref().map_err(defect)?;
    contract
        .get_message_by_name(&M::full_name())
        .ok_or_else(|| defect(format!("the contract has no {}", M::full_name())))
}

fn defect(error: impl ToString) -> Failure {
    Failure::Defect(error.to_string())
}

#[cfg(test)]
mod tests {
    use contracts::customer::v1::{Customer, CustomerKind};

    use super::*;

    fn customer() -> Customer {
        Customer {
            customer_number: "C20240520001".to_owned(),
            kind: CustomerKind::Individual.into(),
            revision: 3,
            create_time: Some(prost_types::Timestamp { seconds: 0, nanos: 1_000 }),
            ..Customer::default()
        }
    }

    #[test]
    fn json_is_the_protobuf_json_that_grpcurl_prints() {
        assert_eq!(
            line(&customer()).unwrap(),
            r#"{"customerNumber":"C20240520001","kind":"CUSTOMER_KIND_INDIVIDUAL","createTime":"1970-01-01T00:00:00.000001Z","revision":"3"}"#
        );
    }

    #[test]
    fn what_is_printed_is_read_back() {
        let (read, names) = read::<Customer>(&document(&customer()).unwrap()).unwrap();
        assert_eq!(read, customer());
        assert_eq!(names, ["create_time", "customer_number", "kind", "revision"]);
    }

    #[test]
    fn a_field_that_the_contract_does_not_have_is_refused() {
        let failure = read::<Customer>(r#"{"customer_nmber": "C1"}"#).unwrap_err();
        assert_eq!(failure.exit(), crate::exit::Exit::Usage);
    }
}
