//! Reads the `buf.validate` options of a field into statements that check `value`, a reference to the field.

use std::error::Error;

use prost_reflect::{DescriptorPool, DynamicMessage, FieldDescriptor, Kind, OneofDescriptor, Value};

const IGNORE_IF_ZERO_VALUE: i32 = 1;
const IGNORE_ALWAYS: i32 = 3;

/// What a field, or each element of a list, must keep to.
#[derive(Default)]
pub(crate) struct Annotation {
    /// It must be there: not unset, not empty, not zero.
    pub required: bool,
    /// When the rest does not hold.
    pub ignore: Ignore,
    /// Statements on `value`.
    pub checks: String,
    /// What each element of a list must keep to.
    pub items: Option<Box<Annotation>>,
}

/// When a field may break its rules.
#[derive(Default, PartialEq)]
pub(crate) enum Ignore {
    /// When it is of the kind that can be absent, and is.
    #[default]
    IfAbsent,
    /// When it is zero or empty.
    IfZero,
    /// Always, with all that is below it.
    Always,
}

/// The annotation of a field; an empty one when it has none.
pub(crate) fn of_field(field: &FieldDescriptor) -> Result<Annotation, Box<dyn Error>> {
    match option(field.parent_pool(), &field.options(), "buf.validate.field")? {
        Some(rules) => annotation(field, &rules),
        None => Ok(Annotation::default()),
    }
}

/// Whether one of the members must be set.
pub(crate) fn is_required(oneof: &OneofDescriptor) -> Result<bool, Box<dyn Error>> {
    let mut required = false;
    if let Some(rules) = option(oneof.parent_pool(), &oneof.options(), "buf.validate.oneof")? {
        for (rule, value) in known(oneof.full_name(), &rules)? {
            match (rule.name(), value) {
                ("required", Value::Bool(value)) => required = *value,
                _ => return Err(unknown(oneof.full_name(), rule.full_name())),
            }
        }
    }
    Ok(required)
}

/// The value of an option, if it is set.
pub(crate) fn option(
    pool: &DescriptorPool,
    options: &DynamicMessage,
    name: &str,
) -> Result<Option<DynamicMessage>, Box<dyn Error>> {
    let extension = pool.get_extension_by_name(name).ok_or_else(|| format!("{name} is not in the contract"))?;
    if !options.has_extension(&extension) {
        return Ok(None);
    }
    Ok(options.get_extension(&extension).as_message().cloned())
}

fn annotation(field: &FieldDescriptor, rules: &DynamicMessage) -> Result<Annotation, Box<dyn Error>> {
    let mut annotation = Annotation::default();
    for (rule, value) in known(field.full_name(), rules)? {
        match (rule.name(), value) {
            ("required", Value::Bool(required)) => annotation.required = *required,
            ("ignore", Value::EnumNumber(IGNORE_IF_ZERO_VALUE)) => annotation.ignore = Ignore::IfZero,
            ("ignore", Value::EnumNumber(IGNORE_ALWAYS)) => annotation.ignore = Ignore::Always,
            ("string", Value::Message(rules)) => annotation.checks += &string(field, rules)?,
            ("int32" | "int64", Value::Message(rules)) => annotation.checks += &integer(field, rules)?,
            ("enum", Value::Message(rules)) => annotation.checks += &enumeration(field, rules)?,
            ("repeated", Value::Message(rules)) => repeated(field, rules, &mut annotation)?,
            _ => return Err(unknown(field.full_name(), rule.full_name())),
        }
    }
    Ok(annotation)
}

fn string(field: &FieldDescriptor, rules: &DynamicMessage) -> Result<String, Box<dyn Error>> {
    let mut checks = String::new();
    for (rule, value) in known(field.full_name(), rules)? {
        checks += &match (rule.name(), value) {
            (name @ ("min_len" | "max_len" | "len"), Value::U64(length)) => {
                format!("rules::{name}(value, {length}, violations);\n")
            }
            ("uuid", Value::Bool(true)) => "rules::uuid(value, violations);\n".to_owned(),
            _ => return Err(unknown(field.full_name(), rule.full_name())),
        };
    }
    Ok(checks)
}

fn integer(field: &FieldDescriptor, rules: &DynamicMessage) -> Result<String, Box<dyn Error>> {
    let (mut least, mut most) = (i64::MIN, i64::MAX);
    for (rule, value) in known(field.full_name(), rules)? {
        let limit = value.as_i64().or_else(|| value.as_i32().map(i64::from));
        match (rule.name(), limit) {
            ("gte", Some(limit)) => least = limit,
            ("gt", Some(limit)) => least = limit.saturating_add(1),
            ("lte", Some(limit)) => most = limit,
            ("lt", Some(limit)) => most = limit.saturating_sub(1),
            _ => return Err(unknown(field.full_name(), rule.full_name())),
        }
    }
    if least > most {
        return Err(format!("{}: no number is at least {least} and at most {most}", field.full_name()).into());
    }
    Ok(format!("rules::range(i64::from(*value), {}, {}, violations);\n", literal(least), literal(most)))
}

fn enumeration(field: &FieldDescriptor, rules: &DynamicMessage) -> Result<String, Box<dyn Error>> {
    let mut checks = String::new();
    for (rule, value) in known(field.full_name(), rules)? {
        match (rule.name(), value, field.kind()) {
            ("defined_only", Value::Bool(true), Kind::Enum(kind)) => {
                let numbers: Vec<_> = kind.values().map(|value| value.number()).collect();
                checks += &format!("rules::defined(*value, &{numbers:?}, {:?}, violations);\n", kind.name());
            }
            _ => return Err(unknown(field.full_name(), rule.full_name())),
        }
    }
    Ok(checks)
}

fn repeated(
    field: &FieldDescriptor,
    rules: &DynamicMessage,
    annotation_of_list: &mut Annotation,
) -> Result<(), Box<dyn Error>> {
    for (rule, value) in known(field.full_name(), rules)? {
        match (rule.name(), value) {
            (name @ ("min_items" | "max_items"), Value::U64(length)) => {
                annotation_of_list.checks += &format!("rules::{name}(value, {length}, violations);\n");
            }
            ("items", Value::Message(rules)) => {
                annotation_of_list.items = Some(Box::new(annotation(field, rules)?));
            }
            _ => return Err(unknown(field.full_name(), rule.full_name())),
        }
    }
    Ok(())
}

/// The rules that are set, unless one comes from an extension that nobody told the generator of.
fn known<'a>(
    annotated: &str,
    rules: &'a DynamicMessage,
) -> Result<impl Iterator<Item = (FieldDescriptor, &'a Value)>, Box<dyn Error>> {
    match rules.extensions().next() {
        Some((extension, _)) => Err(unknown(annotated, extension.full_name())),
        None => Ok(rules.fields()),
    }
}

/// The failure of the build that asks for a new rule here.
pub(crate) fn unknown(annotated: &str, rule: &str) -> Box<dyn Error> {
    format!("{annotated}: the generator of validation does not know {rule}").into()
}

fn literal(limit: i64) -> String {
    match limit {
        i64::MIN => "i64::MIN".to_owned(),
        i64::MAX => "i64::MAX".to_owned(),
        limit => limit.to_string(),
    }
}
