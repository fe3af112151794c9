//! The service case: what a customer asks of us, and what helped.

use serde::{Deserialize, Serialize};

use super::activity::{Columns, Kind};
use super::handling::{Handled, Handling, HandlingState};
use super::interaction::Channel;

/// Service cases.
#[derive(Clone, Copy, Debug)]
pub struct ServiceCase;

/// What names no person. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Facts {
    /// The way by which it came.
    pub channel: Channel,
    /// The product that it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub product: String,
    /// How it is handled.
    #[serde(flatten)]
    pub handling: Handling,
}

/// What is personal. Stored as JSON, sealed; what is empty is left out.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Personal {
    /// What the customer asks.
    pub question: String,
    /// What helped.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub solution: String,
}

impl Kind for ServiceCase {
    const NAME: &'static str = "service_case";
    const COLLECTION: &'static str = "service_cases";
    type Facts = Facts;
    type Personal = Personal;

    fn columns(facts: &Facts) -> Columns {
        Columns::of_handling(facts.channel, &facts.handling)
    }
}

impl Handled for ServiceCase {
    const OUTCOME: &'static str = "solution";

    fn handling(facts: &Facts) -> &Handling {
        &facts.handling
    }

    fn handling_mut(facts: &mut Facts) -> &mut Handling {
        &mut facts.handling
    }

    fn outcome(personal: &Personal) -> &str {
        &personal.solution
    }

    fn outcome_mut(personal: &mut Personal) -> &mut String {
        &mut personal.solution
    }

    fn needs_outcome(state: HandlingState) -> bool {
        // A customer that no longer asks has its case closed without.
        state == HandlingState::Resolved
    }
}

#[cfg(test)]
mod tests {
    use super::super::activity;
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const FACTS_1: &str = r#"{"customer":"018f9a3c-0000-7000-8000-000000000001","state":"active","occur_time":1716163200000000,"create_time":1716163200000001,"channel":"live_chat","product":"净水器","handling_state":"in_progress","priority":"normal"}"#;
    const PERSONAL_1: &str = r#"{"question":"滤芯怎么换","solution":"发了视频"}"#;

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        let facts: activity::Facts<Facts> = serde_json::from_str(FACTS_1).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), FACTS_1);
        for stored in [PERSONAL_1, r#"{"question":"滤芯怎么换"}"#] {
            let personal: Personal = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&personal).unwrap(), stored);
        }
    }
}
