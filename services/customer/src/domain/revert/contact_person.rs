//! A contact person of whom something is taken back.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Error, Map, Value};

use super::Record;
use super::three_ways::{keep_within, object, separate, unite};
use crate::domain::contact_person::{ContactPerson, Facts, MAX_COMPANIES, Personal, State};
use crate::domain::contact_point::ContactPoints;
use crate::domain::difference;
use crate::domain::external_id::MAX_EXTERNAL_IDS;
use crate::domain::important_date::MAX_IMPORTANT_DATES;

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
            if keep_within(COMPANIES, MAX_COMPANIES, &mut facts.companies, &self.facts.companies, kept) {
                personal.titles = said.titles.clone();
            }
            keep_within("external_ids", MAX_EXTERNAL_IDS, &mut personal.external_ids, &said.external_ids, kept);
            let dates = (&mut personal.important_dates, &said.important_dates);
            keep_within("important_dates", MAX_IMPORTANT_DATES, dates.0, dates.1, kept);
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
