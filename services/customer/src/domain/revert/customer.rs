//! A customer of which something is taken back.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Error, Map, Value};

use super::Record;
use super::three_ways::{keep_within, object, separate, unite};
use crate::domain::address::MAX_ADDRESSES;
use crate::domain::carried_tag::MAX_TAGS;
use crate::domain::customer::{Customer, Facts, Personal, State};
use crate::domain::difference::{self, CUSTOM_FIELDS, NOT_FIELDS, PERSONAL_FIELDS};
use crate::domain::external_id::MAX_EXTERNAL_IDS;
use crate::domain::important_date::MAX_IMPORTANT_DATES;
use crate::domain::ownership::MAX_COLLABORATORS;

/// Where places are found: kept apart from them, and one thing with them.
const PLACES: &str = "places";
const DIRECTIONS: &str = "directions";
/// They have rules among themselves, which a mixture may break.
const CONTACT_POINTS: &str = "contact_points";

impl Record for Customer {
    const TOGETHER: &'static [&'static [&'static str]] = &[
        &["stage", "stage_time", "stage_reason"],
        &["owner", "team", "previous_owner", "release_time"],
        &["state", "delete_time"],
    ];

    /// Without what is no field; each value of the tenant's own fields for itself.
    fn whole(&self) -> Result<Map<String, Value>, Error> {
        let mut whole = object(&self.facts)?;
        whole.extend(object(&self.personal)?);
        whole.retain(|name, _| !NOT_FIELDS.contains(&name.as_str()));
        for map in [CUSTOM_FIELDS, PERSONAL_FIELDS] {
            if let Some(Value::Object(values)) = whole.remove(map) {
                whole.extend(values.into_iter().map(|(id, value)| (format!("{map}.{id}"), value)));
            }
        }
        unite(&mut whole, PLACES, DIRECTIONS);
        Ok(whole)
    }

    fn saying(&self, mut whole: Map<String, Value>, kept: &mut BTreeSet<String>) -> Result<Self, Error> {
        separate(&mut whole, PLACES, DIRECTIONS);
        for map in [CUSTOM_FIELDS, PERSONAL_FIELDS] {
            let is_of_map = |path: &str| path.strip_prefix(map).is_some_and(|rest| rest.starts_with('.'));
            let (values, rest) = whole.into_iter().partition::<Map<_, _>, _>(|(path, _)| is_of_map(path));
            whole = rest;
            let values =
                values.into_iter().filter_map(|(path, value)| Some((path.split_once('.')?.1.to_owned(), value)));
            whole.insert(map.to_owned(), Value::Object(values.collect()));
        }
        // A list that is left without elements is left out, and this one must be there to be judged.
        whole.entry(CONTACT_POINTS).or_insert_with(|| Value::Array(Vec::new()));
        let whole = Value::Object(whole);
        let (mut facts, mut personal) = (Facts::deserialize(&whole)?, Personal::deserialize(&whole)?);
        let owner = facts.owner;
        facts.collaborators.retain(|staff| Some(*staff) != owner);
        if let Some(said) = &self.personal
            && !personal.contact_points.is_consistent()
        {
            personal.contact_points = said.contact_points.clone();
            kept.insert(CONTACT_POINTS.to_owned());
        }
        keep_within("tags", MAX_TAGS, &mut facts.tags, &self.facts.tags, kept);
        keep_within("collaborators", MAX_COLLABORATORS, &mut facts.collaborators, &self.facts.collaborators, kept);
        if let Some(said) = &self.personal {
            if keep_within("addresses", MAX_ADDRESSES, &mut facts.places, &self.facts.places, kept) {
                personal.directions = said.directions.clone();
            }
            keep_within("external_ids", MAX_EXTERNAL_IDS, &mut personal.external_ids, &said.external_ids, kept);
            let dates = (&mut personal.important_dates, &said.important_dates);
            keep_within("important_dates", MAX_IMPORTANT_DATES, dates.0, dates.1, kept);
        }
        Ok(self.with(facts, personal))
    }

    fn paths_to(&self, other: &Self) -> Result<Vec<String>, Error> {
        difference::paths(self, other)
    }

    fn is_out_of_use(&self) -> bool {
        self.facts.state == State::Deleted
    }
}
