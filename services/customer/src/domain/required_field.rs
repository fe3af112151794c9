//! Fields that a customer must have in some stages.

use serde::{Deserialize, Serialize};

use super::customer::{Facts, Personal};

/// A field that a stage can require. Those that every customer has are not among them. Stored as its name in the contract.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields of the contract")]
pub enum RequiredField {
    ShortName,
    Level,
    Industry,
    Source,
    Owner,
    Addresses,
    ExternalIds,
    ImportantDates,
    Remarks,
    FirstContactTime,
    Tags,
}

impl RequiredField {
    /// All that there are.
    pub const ALL: [Self; 11] = [
        Self::ShortName,
        Self::Level,
        Self::Industry,
        Self::Source,
        Self::Owner,
        Self::Addresses,
        Self::ExternalIds,
        Self::ImportantDates,
        Self::Remarks,
        Self::FirstContactTime,
        Self::Tags,
    ];

    /// Its name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::ShortName => "short_name",
            Self::Level => "level",
            Self::Industry => "industry",
            Self::Source => "source",
            Self::Owner => "owner",
            Self::Addresses => "addresses",
            Self::ExternalIds => "external_ids",
            Self::ImportantDates => "important_dates",
            Self::Remarks => "remarks",
            Self::FirstContactTime => "first_contact_time",
            Self::Tags => "tags",
        }
    }

    /// Whether a customer has it.
    pub fn is_set(self, facts: &Facts, personal: &Personal) -> bool {
        match self {
            Self::ShortName => personal.short_name.is_some(),
            Self::Level => facts.level.is_some(),
            Self::Industry => facts.industry.is_some(),
            Self::Source => facts.source.is_some(),
            Self::Owner => facts.owner.is_some(),
            Self::Addresses => !facts.places.is_empty(),
            Self::ExternalIds => !personal.external_ids.is_empty(),
            Self::ImportantDates => !personal.important_dates.is_empty(),
            Self::Remarks => !personal.remarks.is_empty(),
            Self::FirstContactTime => facts.first_contact_time.is_some(),
            Self::Tags => !facts.tags.is_empty(),
        }
    }
}
