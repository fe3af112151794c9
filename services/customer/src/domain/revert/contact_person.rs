//! A contact person of whom something is taken back.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Error, Map, Value};

use super::Record;
use super::three_ways::{object, separate, unite};
use crate::domain::contact_person::{ContactPerson, Facts, MAX_COMPANIES, Personal, State};
use crate::domain::contact_point::ContactPoints;
use crate::domain::difference;

/// What the person is called at the companies: kept apart from them, and one thing with them.
const COMPANIES: &str = "companies";
const TITLES: &str = "titles";
/// They have rules among themselves, which a mixture may break.
const CONTACT_POINTS: &str = "contact_points";

impl Record for ContactPerson {
    const TOGETHER: &'static [&'static [&'static str]] = &[&["state", "delete_time"]];

    fn whole(&self) -> Result<Map<String, Value>, Error> {
        let mut whole = object(&self.facts)?;
        whole.extend(object(&self.personal)?);
        unite(&mut whole, COMPANIES, TITLES);
        Ok(whole)
    }

    fn saying(&self, mut whole: Map<String, Value>, kept: &mut BTreeSet<String>) -> Result<Self, Error> {
        separate(&mut whole, COMPANIES, TITLES);
        let whole = Value::Object(whole);
        let (mut facts, mut personal) = (Facts::deserialize(&whole)?, Personal::deserialize(&whole)?);
        if let Some(said) = &self.personal {
            if !personal.contact_points.as_ref().is_none_or(ContactPoints::is_consistent) {
                personal.contact_points = said.contact_points.clone();
                kept.insert(CONTACT_POINTS.to_owned());
            }
            if facts.companies.len() > MAX_COMPANIES {
                facts.companies = self.facts.companies.clone();
                personal.titles = said.titles.clone();
                kept.insert(COMPANIES.to_owned());
            }
        }
        Ok(Self { facts, personal: Some(personal), ..self.clone() })
    }

    fn paths_to(&self, other: &Self) -> Result<Vec<String>, Error> {
        difference::paths_between((&self.facts, self.personal.as_ref()), (&other.facts, other.personal.as_ref()))
    }

    fn is_out_of_use(&self) -> bool {
        self.facts.state == State::Deleted
    }
}
