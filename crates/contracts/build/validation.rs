//! Writes an `impl Validate` for every message of the contract.

use std::error::Error;

use heck::{ToSnakeCase, ToUpperCamelCase};
use prost_reflect::{DescriptorPool, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor};

use crate::annotations::{self, Annotation, Ignore, unknown};

/// The implementations for all messages below the package `dossier`, as Rust.
pub(crate) fn generate(pool: &DescriptorPool) -> Result<String, Box<dyn Error>> {
    pool.all_messages().filter(is_ours).map(|message| implementation(&message)).collect()
}

/// Whether the message belongs to the contract itself, not to what it imports, and is not what a map is made of on the wire.
pub(crate) fn is_ours(message: &MessageDescriptor) -> bool {
    message.package_name().starts_with("dossier.") && !message.is_map_entry()
}

fn implementation(message: &MessageDescriptor) -> Result<String, Box<dyn Error>> {
    if message.parent_message().is_some() {
        return Err(format!("{}: declare it outside of its message", message.full_name()).into());
    }
    if annotations::option(message.parent_pool(), &message.options(), "buf.validate.message")?.is_some() {
        return Err(unknown(message.full_name(), "buf.validate.message"));
    }
    let mut checks = String::new();
    for field in message.fields().filter(|field| !is_in_oneof(field)) {
        checks += &checks_of_field(&field)?;
    }
    for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
        checks += &checks_of_oneof(message, &oneof)?;
    }
    Ok(format!(
        "impl Validate for {} {{\nfn validate(&self, violations: &mut Violations) {{\n{checks}}}\n}}\n\n",
        type_path(message),
    ))
}

/// Whether the field is a member of a oneof that was written as one, unlike the one behind an `optional` field.
pub(crate) fn is_in_oneof(field: &FieldDescriptor) -> bool {
    field.containing_oneof().is_some_and(|oneof| !oneof.is_synthetic())
}

/// The path of the generated struct.
pub(crate) fn type_path(message: &MessageDescriptor) -> String {
    format!("{}::{}", module(message), message.name().to_upper_camel_case())
}

fn module(message: &MessageDescriptor) -> String {
    message.package_name().replacen("dossier", "crate", 1).replace('.', "::")
}

fn checks_of_field(field: &FieldDescriptor) -> Result<String, Box<dyn Error>> {
    let annotation = annotations::of_field(field)?;
    let checks = checks_of_value(field, &annotation)?;
    let checks = match (field.supports_presence(), annotation.required) {
        (true, true) => {
            format!("if let Some(value) = value {{\n{checks}}} else {{\nviolations.add_required();\n}}\n")
        }
        (true, false) if checks.is_empty() => checks,
        (true, false) => format!("if let Some(value) = value {{\n{checks}}}\n"),
        (false, _) => unless_zero(field, field.is_list(), &annotation, checks)?,
    };
    if checks.is_empty() || annotation.ignore == Ignore::Always {
        return Ok(String::new());
    }
    let name = field.name();
    Ok(format!("violations.field({name:?}, |violations| {{\nlet value = &self.{name};\n{checks}}});\n"))
}

fn checks_of_oneof(message: &MessageDescriptor, oneof: &OneofDescriptor) -> Result<String, Box<dyn Error>> {
    let mut arms = String::new();
    for field in oneof.fields() {
        let annotation = annotations::of_field(&field)?;
        if annotation.required {
            return Err(unknown(field.full_name(), "required on a member of a oneof"));
        }
        let checks = checks_of_value(&field, &annotation)?;
        if !checks.is_empty() && annotation.ignore != Ignore::Always {
            arms += &format!(
                "Some({}::{}::{}::{}(value)) => violations.field({:?}, |violations| {{\n{checks}}}),\n",
                module(message),
                message.name().to_snake_case(),
                oneof.name().to_upper_camel_case(),
                field.name().to_upper_camel_case(),
                field.name(),
            );
        }
    }
    if annotations::is_required(oneof)? {
        let members: Vec<_> = oneof.fields().map(|field| field.name().to_owned()).collect();
        let name = oneof.name();
        arms += &format!(
            "None => violations.field({name:?}, |violations| rules::required_oneof(&{members:?}, violations)),\n"
        );
    }
    if arms.is_empty() {
        return Ok(arms);
    }
    Ok(format!("match &self.{} {{\n{arms}_ => {{}}\n}}\n", oneof.name()))
}

/// Statements on `value`, a reference to what the field holds when it holds something.
fn checks_of_value(field: &FieldDescriptor, annotation: &Annotation) -> Result<String, Box<dyn Error>> {
    let mut checks = annotation.checks.clone();
    if field.is_map() {
        // The values of our maps are plain; the service checks what they say.
        let is_bare = checks.is_empty() && annotation.items.is_none();
        return if is_bare { Ok(checks) } else { Err(unknown(field.full_name(), "rules of maps")) };
    }
    if !field.is_list() {
        checks += checks_below(field);
        return Ok(checks);
    }
    let mut each = checks_below(field).to_owned();
    if let Some(items) = &annotation.items {
        each = match items.ignore {
            Ignore::Always => String::new(),
            _ => unless_zero(field, false, items, items.checks.clone() + &each)?,
        };
    }
    if !each.is_empty() {
        checks += &format!(
            "for (index, value) in value.iter().enumerate() {{\nviolations.item(index, |violations| {{\n{each}}});\n}}\n"
        );
    }
    Ok(checks)
}

/// A message of ours has checks of its own.
fn checks_below(field: &FieldDescriptor) -> &'static str {
    match field.kind() {
        Kind::Message(message) if is_ours(&message) => "value.validate(violations);\n",
        _ => "",
    }
}

/// Lets zero be a violation, or none, as the annotation says.
fn unless_zero(
    field: &FieldDescriptor,
    is_list: bool,
    annotation: &Annotation,
    checks: String,
) -> Result<String, Box<dyn Error>> {
    if !annotation.required && annotation.ignore == Ignore::IfAbsent {
        return Ok(checks);
    }
    let is_zero = match field.kind() {
        _ if is_list => "value.is_empty()",
        Kind::String | Kind::Bytes => "value.is_empty()",
        Kind::Int32 | Kind::Int64 | Kind::Enum(_) => "*value == 0",
        kind => return Err(unknown(field.full_name(), &format!("required or ignore on {kind:?}"))),
    };
    let if_zero = if annotation.required { "violations.add_required();\n" } else { "" };
    Ok(format!("if {is_zero} {{\n{if_zero}}} else {{\n{checks}}}\n"))
}
