//! Three records, each in one piece, merged into one.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Error, Map, Value};

use super::Record;
use crate::domain::difference::contract_name;

/// What `now` says when the change from `before` to `after` is taken back from it; paths of what was changed since go to `kept`.
pub(super) fn merge<R: Record>(
    [before, after, now]: [&Map<String, Value>; 3],
    kept: &mut BTreeSet<String>,
) -> Map<String, Value> {
    let mut merged = now.clone();
    let names: BTreeSet<_> = before.keys().chain(after.keys()).chain(now.keys()).map(String::as_str).collect();
    let is_list = |name: &&str| [before, after, now].iter().any(|whole| whole.get(*name).is_some_and(Value::is_array));
    let (lists, fields): (Vec<&str>, Vec<&str>) = names.into_iter().partition(is_list);
    for field in fields {
        let alone = [field];
        let group = R::TOGETHER.iter().copied().find(|group| group.contains(&field)).unwrap_or(&alone);
        let part = |whole: &Map<String, Value>| group.iter().map(|name| whole.get(*name).cloned()).collect::<Vec<_>>();
        match choose(&part(before), &part(after), &part(now)) {
            Choice::Now => {}
            Choice::Before => put(&mut merged, field, before.get(field).cloned()),
            Choice::Kept => drop(kept.insert(contract_name(field).into_owned())),
        }
    }
    for list in lists {
        let elements = merge_list(list, [before, after, now], kept);
        put(&mut merged, list, Some(Value::Array(elements)).filter(|list| list != &Value::Array(Vec::new())));
    }
    merged
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
fn merge_list(list: &str, whole: [&Map<String, Value>; 3], kept: &mut BTreeSet<String>) -> Vec<Value> {
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

/// Leaves a list as it is `now` that would have more elements than a record can have; answers whether it did.
pub(super) fn keep_within<T: Clone>(
    path: &str,
    most: usize,
    list: &mut Vec<T>,
    now: &[T],
    kept: &mut BTreeSet<String>,
) -> bool {
    let is_kept = list.len() > most;
    if is_kept {
        *list = now.to_vec();
        kept.insert(path.to_owned());
    }
    is_kept
}

/// A part of a record, field by field.
pub(super) fn object(part: &impl Serialize) -> Result<Map<String, Value>, Error> {
    Ok(match serde_json::to_value(part)? {
        Value::Object(object) => object,
        _ => Map::new(),
    })
}

/// Puts a value in its place; none takes it away.
pub(super) fn put(whole: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(whole.insert(name.to_owned(), value)),
        None => drop(whole.remove(name)),
    }
}

/// Puts each element of the list `sealed` into the element of `list` that has its id, so that the two are one thing.
pub(super) fn unite(whole: &mut Map<String, Value>, list: &str, sealed: &str) {
    let personal = elements(whole.remove(sealed).as_ref());
    for element in whole.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
        let part = personal.iter().find(|part| part.get("id") == element.get("id")).cloned();
        if let (Some(element), Some(part)) = (element.as_object_mut(), part) {
            element.insert(sealed.to_owned(), part);
        }
    }
}

/// Takes apart again what [`unite`] made one.
pub(super) fn separate(whole: &mut Map<String, Value>, list: &str, sealed: &str) {
    let elements = whole.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
    let personal = elements.filter_map(|element| element.as_object_mut()?.remove(sealed)).collect();
    put(whole, sealed, Some(Value::Array(personal)));
}
