//! Feedback: how satisfied a customer is, and what it would have us do.

use std::ops::RangeInclusive;

use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};

use super::activity::{Columns, Kind};
use super::interaction::Channel;

/// What a rating can be, from not at all satisfied to wholly.
pub const RATINGS: RangeInclusive<i64> = 1..=5;

/// Feedback.
#[derive(Clone, Copy, Debug)]
pub struct Feedback;

/// What names no person. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Facts {
    /// The way by which it came.
    pub channel: Channel,
    /// How satisfied the customer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<i64>,
    /// How likely it would recommend us, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<i64>,
}

/// What is personal. Stored as JSON, sealed; what is empty is left out.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Personal {
    /// What the customer said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// What it would have us do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suggestion: String,
}

/// Feedback that says nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("required where there is neither comment, nor suggestion, nor recommendation")]
pub struct SaysNothing;

impl Bilingual for SaysNothing {
    fn chinese(&self) -> String {
        "评分、意见、建议和推荐意愿至少填写一项".to_owned()
    }
}

/// Whether feedback says anything.
///
/// # Errors
/// [`SaysNothing`].
pub fn says_something(facts: &Facts, personal: &Personal) -> Result<(), SaysNothing> {
    let has_number = facts.rating.is_some() || facts.recommendation.is_some();
    let is_silent = !has_number && personal.comment.is_empty() && personal.suggestion.is_empty();
    if is_silent { Err(SaysNothing) } else { Ok(()) }
}

impl Kind for Feedback {
    const NAME: &'static str = "feedback";
    const COLLECTION: &'static str = "feedback";
    type Facts = Facts;
    type Personal = Personal;

    fn columns(facts: &Facts) -> Columns {
        Columns { channel: Some(facts.channel.code()), rating: facts.rating, ..Columns::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::activity;
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const FACTS_1: &str = r#"{"customer":"018f9a3c-0000-7000-8000-000000000001","state":"active","occur_time":1716163200000000,"create_time":1716163200000001,"channel":"wechat","rating":4}"#;
    const PERSONAL_1: &str = r#"{"comment":"发货快","suggestion":"多一些口味"}"#;

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        let facts: activity::Facts<Facts> = serde_json::from_str(FACTS_1).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), FACTS_1);
        for stored in [PERSONAL_1, "{}"] {
            let personal: Personal = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&personal).unwrap(), stored);
        }
    }
}
