//! A term of which something is taken back.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Error, Map, Value};

use super::Record;
use super::three_ways::object;
use crate::domain::difference;
use crate::domain::vocabulary::TermFacts;

impl Record for TermFacts {
    const TOGETHER: &'static [&'static [&'static str]] = &[];

    fn whole(&self) -> Result<Map<String, Value>, Error> {
        object(self)
    }

    fn saying(&self, whole: Map<String, Value>, _: &mut BTreeSet<String>) -> Result<Self, Error> {
        Self::deserialize(&Value::Object(whole))
    }

    fn paths_to(&self, other: &Self) -> Result<Vec<String>, Error> {
        difference::paths_between((self, None::<&()>), (other, None::<&()>))
    }

    fn is_out_of_use(&self) -> bool {
        self.retired
    }
}
