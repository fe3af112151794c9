//! A term: what it says, and what is peculiar to those of its vocabulary.

use clock::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Code, Names, Vocabulary};
use crate::domain::required_field::RequiredField;

/// The last place that a term can have.
pub const MAX_POSITION: i32 = 1_000_000;

/// A term at one revision.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Term {
    /// The id of its record; nil for one that a tenant began with and never changed, which has none.
    pub id: Uuid,
    /// From 1, without gaps; 0 for one that a tenant began with and never changed.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Option<Instant>,
    /// What it says.
    pub facts: TermFacts,
}

/// What a term says; all of it names no person. Stored as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct TermFacts {
    /// What is stored in records.
    pub code: Code,
    /// What it is called.
    pub names: Names,
    /// Where it stands among its vocabulary, up to [`MAX_POSITION`].
    pub position: i32,
    /// Whether it is no longer offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// When it was added; none for one that a tenant began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_time: Option<Instant>,
    /// The vocabulary, and what is peculiar to its terms.
    #[serde(flatten)]
    pub details: Details,
}

/// What is peculiar to the terms of a vocabulary. Stored beside the other facts, the vocabulary as `vocabulary`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "vocabulary", rename_all = "snake_case")]
pub enum Details {
    /// Of a stage.
    Stage {
        /// What it means to be in it.
        category: Category,
        /// Where it leads.
        next_stages: NextStages,
        /// What a customer must have to be in it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        required_fields: Vec<RequiredField>,
    },
    /// Of a reason.
    StageReason {
        /// The category of the stages for which it is given.
        category: Category,
    },
    /// Of a level: nothing.
    Level,
    /// Of an industry: nothing.
    Industry,
    /// Of a source: nothing.
    Source,
    /// Of a tag.
    Tag {
        /// What it tells.
        kind: TagKind,
        /// The tag that stands for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        merged_into: Option<Code>,
    },
}

/// What it means that a customer is in a stage. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// We work for it to become a customer.
    Open,
    /// It is a customer.
    Won,
    /// It is not, or no longer.
    Lost,
}

/// Where a stage leads. Stored as `"all"`, or as `{"some":[…]}`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NextStages {
    /// To every other stage.
    All,
    /// To these.
    Some(Vec<Code>),
}

/// What a tag tells of a customer. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TagKind {
    /// What it did.
    Behaviour,
    /// What it is worth to us.
    Value,
    /// What it likes.
    Preference,
}

impl Category {
    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}

impl Details {
    /// The vocabulary.
    pub fn vocabulary(&self) -> Vocabulary {
        match self {
            Self::Stage { .. } => Vocabulary::Stage,
            Self::StageReason { .. } => Vocabulary::StageReason,
            Self::Level => Vocabulary::Level,
            Self::Industry => Vocabulary::Industry,
            Self::Source => Vocabulary::Source,
            Self::Tag { .. } => Vocabulary::Tag,
        }
    }

    /// The category of a stage or of the stages for which a reason is given.
    pub fn category(&self) -> Option<Category> {
        match self {
            Self::Stage { category, .. } | Self::StageReason { category } => Some(*category),
            Self::Level | Self::Industry | Self::Source | Self::Tag { .. } => None,
        }
    }
}

impl Term {
    /// The vocabulary that it belongs to.
    pub fn vocabulary(&self) -> Vocabulary {
        self.facts.details.vocabulary()
    }

    /// The id of its record, if it has one.
    pub fn record(&self) -> Option<Uuid> {
        (!self.id.is_nil()).then_some(self.id)
    }

    /// Whether records may be given it.
    pub fn is_offered(&self) -> bool {
        !self.facts.retired && self.merged_into().is_none()
    }

    /// The tag that stands for this one.
    pub fn merged_into(&self) -> Option<&Code> {
        match &self.facts.details {
            Details::Tag { merged_into, .. } => merged_into.as_ref(),
            Details::Stage { .. }
            | Details::StageReason { .. }
            | Details::Level
            | Details::Industry
            | Details::Source => None,
        }
    }

    /// Whether it has this name, in any language and case.
    pub fn is_called(&self, name: &str) -> bool {
        self.facts.names.iter().any(|(_, own)| own.eq_ignore_ascii_case(name))
    }

    /// What its vocabulary is ordered by.
    pub fn place(&self) -> (i32, &str) {
        (self.facts.position, self.facts.code.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the first release wrote. Never changed; every later release reads it.
    const STAGE_1: &str = r#"{"code":"trial","names":{"en":"Trial","zh-CN":"试用"},"position":25,"retired":true,"create_time":1716163200000000,"vocabulary":"stage","category":"open","next_stages":{"some":["customer"]},"required_fields":["level","first_contact_time"]}"#;
    const TAG_1: &str = r#"{"code":"vip","names":{"zh-CN":"贵宾"},"position":10,"vocabulary":"tag","kind":"value","merged_into":"high_value"}"#;
    const LEVEL_1: &str = r#"{"code":"D","names":{"en":"Level D"},"position":40,"vocabulary":"level"}"#;

    #[test]
    fn the_stored_form_of_schema_1_is_read_and_written_for_ever() {
        for stored in [STAGE_1, TAG_1, LEVEL_1] {
            let facts: TermFacts = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        }
    }
}
