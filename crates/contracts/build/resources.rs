//! Writes an `impl Resource` for every message of the contract that has an etag.

use std::error::Error;

use prost_reflect::{DescriptorPool, FieldDescriptor, Kind, MessageDescriptor, Value};

use crate::validation::{is_in_oneof, is_ours, type_path};

const OUTPUT_ONLY: i32 = 3;
const IMMUTABLE: i32 = 5;

/// The implementations for all resources, as Rust.
pub(crate) fn generate(pool: &DescriptorPool) -> Result<String, Box<dyn Error>> {
    let is_resource = |message: &MessageDescriptor| is_ours(message) && message.get_field_by_name("etag").is_some();
    pool.all_messages().filter(is_resource).map(|message| implementation(&message)).collect()
}

fn implementation(resource: &MessageDescriptor) -> Result<String, Box<dyn Error>> {
    let (mut writable, mut immutable, mut populated) = (Vec::new(), Vec::new(), String::new());
    let (mut maps, mut keys) = (Vec::new(), String::new());
    for field in resource.fields() {
        let behavior = behavior(&field)?;
        if behavior.contains(&OUTPUT_ONLY) {
            continue;
        }
        if behavior.contains(&IMMUTABLE) {
            immutable.push(field.name().to_owned());
        }
        writable.push(field.name().to_owned());
        if is_map_of_messages(&field) {
            maps.push(field.name().to_owned());
            let name = field.name();
            keys += &format!("{name:?} => self.{name}.keys().map(String::as_str).collect(),\n");
        }
        populated += &format!("if {} {{\npopulated.push({:?});\n}}\n", is_populated(&field)?, field.name());
    }
    // Nobody updates what is only answered.
    if writable.is_empty() {
        return Ok(String::new());
    }
    Ok(format!(
        "impl Resource for {} {{
const WRITABLE: &'static [&'static str] = &{writable:?};
const IMMUTABLE: &'static [&'static str] = &{immutable:?};
fn populated(&self) -> Vec<&'static str> {{
let mut populated = Vec::new();
{populated}populated
}}
const MAPS: &'static [&'static str] = &{maps:?};
fn keys(&self, map: &str) -> Vec<&str> {{
match map {{
{keys}_ => Vec::new(),
}}
}}
}}\n\n",
        type_path(resource),
    ))
}

/// Whether each entry of the field is changed for itself.
fn is_map_of_messages(field: &FieldDescriptor) -> bool {
    let Kind::Message(entry) = field.kind() else { return false };
    field.is_map() && matches!(entry.map_entry_value_field().kind(), Kind::Message(_))
}

fn behavior(field: &FieldDescriptor) -> Result<Vec<i32>, Box<dyn Error>> {
    let extension = "google.api.field_behavior";
    let extension =
        field.parent_pool().get_extension_by_name(extension).ok_or("field_behavior is not in the contract")?;
    let options = field.options();
    let behavior = options.get_extension(&extension);
    Ok(behavior.as_list().unwrap_or_default().iter().filter_map(Value::as_enum_number).collect())
}

fn is_populated(field: &FieldDescriptor) -> Result<String, Box<dyn Error>> {
    let name = field.name();
    if is_in_oneof(field) {
        return Err(format!("{}: masks do not know oneofs; put it into a message", field.full_name()).into());
    }
    Ok(match field.kind() {
        _ if field.is_list() || field.is_map() => format!("!self.{name}.is_empty()"),
        _ if field.supports_presence() => format!("self.{name}.is_some()"),
        Kind::String | Kind::Bytes => format!("!self.{name}.is_empty()"),
        Kind::Bool => format!("self.{name}"),
        Kind::Double | Kind::Float => format!("self.{name} != 0.0"),
        _ => format!("self.{name} != 0"),
    })
}
