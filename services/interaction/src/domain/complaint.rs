//! The complaint: what a customer complains of, and what was done about it.

use serde::{Deserialize, Serialize};

use super::activity::{Columns, Kind};
use super::handling::{Handled, Handling, HandlingState};
use super::interaction::Channel;

/// Complaints.
#[derive(Clone, Copy, Debug)]
pub struct Complaint;

/// What names no person. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Facts {
    /// The way by which it came.
    pub channel: Channel,
    /// How it is handled.
    #[serde(flatten)]
    pub handling: Handling,
}

/// What is personal. Stored as JSON, sealed; what is empty is left out.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Personal {
    /// What it is about, in a line.
    pub subject: String,
    /// What the customer complains of.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What was done about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub resolution: String,
}

impl Kind for Complaint {
    const NAME: &'static str = "complaint";
    const COLLECTION: &'static str = "complaints";
    type Facts = Facts;
    type Personal = Personal;

    fn columns(facts: &Facts) -> Columns {
        Columns::of_handling(facts.channel, &facts.handling)
    }
}

impl Handled for Complaint {
    const OUTCOME: &'static str = "resolution";

    fn handling(facts: &Facts) -> &Handling {
        &facts.handling
    }

    fn handling_mut(facts: &mut Facts) -> &mut Handling {
        &mut facts.handling
    }

    fn outcome(personal: &Personal) -> &str {
        &personal.resolution
    }

    fn outcome_mut(personal: &mut Personal) -> &mut String {
        &mut personal.resolution
    }

    fn needs_outcome(state: HandlingState) -> bool {
        matches!(state, HandlingState::Resolved | HandlingState::Closed)
    }
}

#[cfg(test)]
mod tests {
    use super::super::activity;
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const FACTS_1: &str = r#"{"customer":"018f9a3c-0000-7000-8000-000000000001","state":"active","occur_time":1716163200000000,"create_time":1716163200000001,"channel":"phone","handling_state":"closed","priority":"urgent","assignee":"018f9a3c-0000-7000-8000-000000000002","due_time":1716163300000000,"resolve_time":1716163400000000,"close_time":1716163500000000}"#;
    const PERSONAL_1: &str = r#"{"subject":"漏水","description":"到货即漏","resolution":"换新"}"#;

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        let facts: activity::Facts<Facts> = serde_json::from_str(FACTS_1).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), FACTS_1);
        for stored in [PERSONAL_1, r#"{"subject":"漏水"}"#] {
            let personal: Personal = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&personal).unwrap(), stored);
        }
    }
}
