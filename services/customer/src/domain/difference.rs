//! Which fields of a record differ from one revision to the next.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::customer::Customer;

/// The parts of the stored form that have another name in the contract: those of the record, and those of its elements.
const NAMES: &[(&str, &str)] = &[
    ("number", "customer_number"),
    ("places", "addresses"),
    ("directions", "addresses"),
    ("titles", "companies"),
    (PERSONAL_FIELDS, CUSTOM_FIELDS),
];
const ELEMENT_NAMES: &[(&str, &str)] =
    &[("raw", "value"), ("region", "region_code"), ("verification", "verification_state")];
/// Values by field, each compared as a whole; those of a person are kept apart.
pub(super) const CUSTOM_FIELDS: &str = "custom_fields";
pub(super) const PERSONAL_FIELDS: &str = "personal_fields";
/// The part of an element that has in the contract a field for each calendar.
const DATE: &str = "date";
/// The parts that are no fields of the customer.
pub(super) const NOT_FIELDS: [&str; 2] = ["note", "important_date_count"];

/// The paths of the fields that differ, sorted; elements of lists by their ids: `contact_points[<id>].value`.
///
/// # Errors
/// When a record cannot be written as JSON.
pub fn paths(before: &Customer, after: &Customer) -> Result<Vec<String>, serde_json::Error> {
    paths_between((&before.facts, before.personal.as_ref()), (&after.facts, after.personal.as_ref()))
}

/// As [`paths`], of any record that is given by its facts and its personal part.
///
/// # Errors
/// When a record cannot be written as JSON.
pub fn paths_between<F: Serialize, P: Serialize>(
    (facts_before, personal_before): (&F, Option<&P>),
    (facts, personal): (&F, Option<&P>),
) -> Result<Vec<String>, serde_json::Error> {
    let mut paths = BTreeSet::new();
    compare("", &serde_json::to_value(facts_before)?, &serde_json::to_value(facts)?, &mut paths);
    if personal.is_some() {
        compare("", &serde_json::to_value(personal_before)?, &serde_json::to_value(personal)?, &mut paths);
    }
    Ok(paths.into_iter().collect())
}

fn compare(path: &str, before: &Value, after: &Value, paths: &mut BTreeSet<String>) {
    match (before, after) {
        (before, after) if before == after => {}
        (Value::Object(before), Value::Object(after)) => {
            let names: BTreeSet<_> =
                before.keys().chain(after.keys()).filter(|name| !NOT_FIELDS.contains(&name.as_str())).collect();
            for name in names {
                let part = |object: &Map<String, Value>| object.get(name).cloned().unwrap_or_default();
                let (before, after) = (part(before), part(after));
                match name.as_str() {
                    _ if path == CUSTOM_FIELDS => drop((before != after).then(|| paths.insert(join(path, name)))),
                    DATE if before != after => {
                        paths.extend(calendars([&before, &after]).map(|field| join(path, field)))
                    }
                    name => compare(&join(path, name), &before, &after, paths),
                }
            }
        }
        (Value::Array(_), _) | (_, Value::Array(_)) => compare_lists(path, before, after, paths),
        _ => {
            paths.insert(path.to_owned());
        }
    }
}

/// The fields of an important date that hold these days.
fn calendars(days: [&Value; 2]) -> impl Iterator<Item = &str> {
    days.into_iter().filter_map(|day| day.get("calendar")?.as_str())
}

/// Compares lists element by element where the elements have ids, as a whole where they have not.
fn compare_lists(path: &str, before: &Value, after: &Value, paths: &mut BTreeSet<String>) {
    let elements = |list: &Value| list.as_array().cloned().unwrap_or_default();
    let (before, after) = (elements(before), elements(after));
    let id_of = |element: &Value| element.get("id").and_then(Value::as_str).map(str::to_owned);
    let has_ids = path != "external_ids" && before.iter().chain(&after).all(|element| id_of(element).is_some());
    if !has_ids {
        paths.insert(path.to_owned());
        return;
    }
    let ids = |list: &[Value]| list.iter().filter_map(id_of).collect::<Vec<_>>();
    let (ids_before, ids_after) = (ids(&before), ids(&after));
    let stayed =
        |ids: &[String], others: &[String]| ids.iter().filter(|id| others.contains(id)).cloned().collect::<Vec<_>>();
    if stayed(&ids_before, &ids_after) != stayed(&ids_after, &ids_before) {
        paths.insert(path.to_owned());
    }
    for id in BTreeSet::from_iter(ids_before.into_iter().chain(ids_after)) {
        let find = |list: &[Value]| list.iter().find(|element| id_of(element).as_ref() == Some(&id)).cloned();
        let path = format!("{path}[{id}]");
        match (find(&before), find(&after)) {
            (Some(before), Some(after)) => compare(&path, &before, &after, paths),
            _ => {
                paths.insert(path);
            }
        }
    }
}

/// The name in the contract of a part of the stored form.
pub(super) fn contract_name(name: &str) -> Cow<'_, str> {
    let (name, rest) = name.find('.').map_or((name, ""), |end| name.split_at(end));
    let name = NAMES.iter().find(|(stored, _)| *stored == name).map_or(name, |(_, sent)| *sent);
    if rest.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(format!("{name}{rest}")) }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        return contract_name(name).into_owned();
    }
    let name = ELEMENT_NAMES.iter().find(|(stored, _)| *stored == name).map_or(name, |(_, sent)| *sent);
    format!("{path}.{name}")
}
