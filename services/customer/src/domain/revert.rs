//! Taking back a change of a customer, though others have changed it since.
//!
//! Three ways meet in each field, and in each element of a list: what it said before the change, what the change made of it,
//! and what it says now. Where it still says what the change made of it, it gets back what it said before; where it says something
//! else, that stays, and its path is told.

use std::collections::BTreeSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::customer::Customer;
use super::difference::{CUSTOM_FIELDS, PERSONAL_FIELDS, contract_name};

/// Fields that mean something only together.
const TOGETHER: [&[&str]; 3] = [
    &["stage", "stage_time", "stage_reason"],
    &["owner", "team", "previous_owner", "release_time"],
    &["state", "delete_time"],
];
/// Where places are found: kept apart from them, and one thing with them.
const DIRECTIONS: &str = "directions";
/// Said of one change alone.
const NOTE: &str = "note";
/// Contact points have rules among themselves, which a mixture may break.
const CONTACT_POINTS: &str = "contact_points";

/// What a record says after something was taken back.
#[derive(Clone, Debug)]
pub struct Reverted {
    /// The record; of the same revision as before.
    pub customer: Customer,
    /// What was changed since, by path.
    pub kept: BTreeSet<String>,
}

/// Takes the change from `before` to `after` back from what the record says now. All three have their personal part.
///
/// # Errors
/// When a record cannot be written as JSON or read again.
pub fn take_back(before: &Customer, after: &Customer, now: &Customer) -> Result<Reverted, serde_json::Error> {
    let (before, after, said) = (whole(before)?, whole(after)?, whole(now)?);
    let mut kept = BTreeSet::new();
    let mut merged = said.clone();
    let names: BTreeSet<_> = before.keys().chain(after.keys()).chain(said.keys()).map(String::as_str).collect();
    let is_list =
        |name: &&str| [&before, &after, &said].iter().any(|whole| whole.get(*name).is_some_and(Value::is_array));
    let (lists, fields): (Vec<&str>, Vec<&str>) = names.into_iter().partition(is_list);
    for field in fields {
        let alone = [field];
        let group = TOGETHER.iter().copied().find(|group| group.contains(&field)).unwrap_or(&alone);
        let part = |whole: &Map<String, Value>| group.iter().map(|name| whole.get(*name).cloned()).collect::<Vec<_>>();
        match choose(&part(&before), &part(&after), &part(&said)) {
            Choice::Now => {}
            Choice::Before => put(&mut merged, field, before.get(field).cloned()),
            Choice::Kept => drop(kept.insert(contract_name(field).into_owned())),
        }
    }
    for list in lists {
        let elements = take_back_list(list, [&before, &after, &said], &mut kept);
        put(&mut merged, list, Some(Value::Array(elements)).filter(|list| list != &Value::Array(Vec::new())));
    }
    let mut customer = split(merged, now)?;
    let owner = customer.facts.owner;
    customer.facts.collaborators.retain(|staff| Some(*staff) != owner);
    if let (Some(personal), Some(said)) = (&mut customer.personal, &now.personal)
        && !personal.contact_points.is_consistent()
    {
        personal.contact_points = said.contact_points.clone();
        kept.insert(CONTACT_POINTS.to_owned());
    }
    Ok(Reverted { customer, kept })
}

enum Choice {
    /// The change did not touch it, or it was taken back already.
    Now,
    /// It still says what the change made of it.
    Before,
    /// Somebody changed it since.
    Kept,
}

fn choose<T: PartialEq>(before: &T, after: &T, now: &T) -> Choice {
    if before == after || now == before {
        Choice::Now
    } else if now == after {
        Choice::Before
    } else {
        Choice::Kept
    }
}

/// The elements of a list: those there are, without what the change added, with what it took away.
fn take_back_list(list: &str, whole: [&Map<String, Value>; 3], kept: &mut BTreeSet<String>) -> Vec<Value> {
    let [before, after, now] = whole.map(|whole| elements(whole.get(list)));
    let mut merged = Vec::with_capacity(now.len());
    let find = |elements: &[Value], element: &Value| elements.iter().find(|other| key(other) == key(element)).cloned();
    for element in &now {
        let (was, became) = (find(&before, element), find(&after, element));
        match choose(&was, &became, &Some(element.clone())) {
            Choice::Now => merged.push(element.clone()),
            Choice::Before => merged.extend(was),
            Choice::Kept => {
                kept.insert(element_path(list, element));
                merged.push(element.clone());
            }
        }
    }
    for element in before.iter().filter(|element| find(&now, element).is_none()) {
        match find(&after, element) {
            // The change took it away.
            None => merged.push(element.clone()),
            // Somebody took it away since.
            Some(became) if became != *element => drop(kept.insert(element_path(list, element))),
            Some(_) => {}
        }
    }
    merged
}

fn elements(list: Option<&Value>) -> Vec<Value> {
    list.and_then(Value::as_array).cloned().unwrap_or_default()
}

/// What an element of a list is known by: its id; what has none, and an id in another system, by all of it.
fn key(element: &Value) -> &Value {
    match element.get("source") {
        Some(_) => element,
        None => element.get("id").unwrap_or(element),
    }
}

fn element_path(list: &str, element: &Value) -> String {
    match key(element) {
        Value::String(id) => format!("{}[{id}]", contract_name(list)),
        _ => contract_name(list).into_owned(),
    }
}

fn put(whole: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(whole.insert(name.to_owned(), value)),
        None => drop(whole.remove(name)),
    }
}

/// A record in one piece: facts and personal part, the way to each place with the place, without the note.
fn whole(customer: &Customer) -> Result<Map<String, Value>, serde_json::Error> {
    let mut whole = object(&customer.facts)?;
    whole.extend(object(&customer.personal)?);
    whole.remove(NOTE);
    // Each value of a field for itself.
    for map in [CUSTOM_FIELDS, PERSONAL_FIELDS] {
        if let Some(Value::Object(values)) = whole.remove(map) {
            whole.extend(values.into_iter().map(|(id, value)| (format!("{map}.{id}"), value)));
        }
    }
    let directions = elements(whole.remove(DIRECTIONS).as_ref());
    if let Some(places) = whole.get_mut("places").and_then(Value::as_array_mut) {
        for place in places {
            let way = directions.iter().find(|way| way.get("id") == place.get("id")).cloned();
            if let (Some(place), Some(way)) = (place.as_object_mut(), way) {
                place.insert(DIRECTIONS.to_owned(), way);
            }
        }
    }
    Ok(whole)
}

/// The record of which `whole` is the one piece.
fn split(mut whole: Map<String, Value>, now: &Customer) -> Result<Customer, serde_json::Error> {
    let mut directions = Vec::new();
    if let Some(places) = whole.get_mut("places").and_then(Value::as_array_mut) {
        directions.extend(places.iter_mut().filter_map(|place| place.as_object_mut()?.remove(DIRECTIONS)));
    }
    put(&mut whole, DIRECTIONS, Some(Value::Array(directions)));
    for map in [CUSTOM_FIELDS, PERSONAL_FIELDS] {
        let is_of_map = |path: &str| path.strip_prefix(map).is_some_and(|rest| rest.starts_with('.'));
        let (values, rest) = whole.into_iter().partition::<Map<_, _>, _>(|(path, _)| is_of_map(path));
        whole = rest;
        let values = values.into_iter().filter_map(|(path, value)| Some((path.split_once('.')?.1.to_owned(), value)));
        whole.insert(map.to_owned(), Value::Object(values.collect()));
    }
    let whole = Value::Object(whole);
    Ok(Customer { facts: read(&whole)?, personal: Some(read(&whole)?), ..now.clone() })
}

fn object(part: &impl Serialize) -> Result<Map<String, Value>, serde_json::Error> {
    Ok(match serde_json::to_value(part)? {
        Value::Object(object) => object,
        _ => Map::new(),
    })
}

fn read<T: DeserializeOwned>(whole: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(whole)
}
