//! Reports that have a name.

use super::{Dimension, Grain, Measure};

/// What a named report asks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Named {
    /// What it is called.
    pub name: &'static str,
    /// What it counts.
    pub measures: &'static [Measure],
    /// By what.
    pub dimensions: &'static [Dimension],
    /// In which periods, unless the caller says.
    pub grain: Option<Grain>,
}

const fn now(name: &'static str, dimension: &'static [Dimension]) -> Named {
    Named { name, measures: &[Measure::Customers, Measure::CreatedCustomers], dimensions: dimension, grain: None }
}

const fn stays(name: &'static str, dimensions: &'static [Dimension]) -> Named {
    let measures = &[Measure::StageEntries, Measure::StageExits, Measure::DaysInStage];
    Named { name, measures, dimensions, grain: None }
}

/// The reports that have a name.
const ALL: [Named; 11] = [
    Named { name: "growth", measures: &[Measure::CreatedCustomers], dimensions: &[], grain: Some(Grain::Month) },
    now("kinds", &[Dimension::Kind]),
    now("levels", &[Dimension::Level]),
    now("industries", &[Dimension::Industry]),
    now("sources", &[Dimension::Source]),
    now("regions", &[Dimension::Region]),
    now("stages", &[Dimension::Stage]),
    now("owners", &[Dimension::Owner]),
    now("teams", &[Dimension::Team]),
    stays("funnel", &[Dimension::Stage]),
    stays("transitions", &[Dimension::Stage, Dimension::NextStage]),
];

impl Named {
    /// Their names, in the order in which errors list them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|named| named.name)
    }

    /// The report of a name.
    pub fn find(name: &str) -> Option<Self> {
        ALL.into_iter().find(|named| named.name == name)
    }
}
