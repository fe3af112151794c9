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

const fn sales(name: &'static str, dimensions: &'static [Dimension], grain: Option<Grain>) -> Named {
    let measures = &[Measure::Transactions, Measure::Sales, Measure::Refunds, Measure::NetSales, Measure::AverageSale];
    Named { name, measures, dimensions, grain }
}

const fn targets(name: &'static str, measures: &'static [Measure], dimensions: &'static [Dimension]) -> Named {
    Named { name, measures, dimensions, grain: Some(Grain::Month) }
}

/// Sales, what was to be sold, and how much of that was.
const SALES_TARGETS: &[Measure] = &[Measure::NetSales, Measure::NetSalesTarget, Measure::NetSalesReachedPercent];

/// The reports that have a name.
const ALL: [Named; 29] = [
    Named { name: "growth", measures: &[Measure::CreatedCustomers], dimensions: &[], grain: Some(Grain::Month) },
    now("kinds", &[Dimension::Kind]),
    now("levels", &[Dimension::Level]),
    now("industries", &[Dimension::Industry]),
    now("sources", &[Dimension::Source]),
    now("regions", &[Dimension::Region]),
    now("stages", &[Dimension::Stage]),
    now("owners", &[Dimension::Owner]),
    now("teams", &[Dimension::Team]),
    now("tags", &[Dimension::Tag]),
    stays("funnel", &[Dimension::Stage]),
    stays("transitions", &[Dimension::Stage, Dimension::NextStage]),
    Named {
        name: "conversion",
        measures: &[Measure::StageEntries, Measure::WonStageEntries, Measure::ConversionPercent],
        dimensions: &[Dimension::Stage],
        grain: None,
    },
    Named {
        name: "loss_reasons",
        measures: &[Measure::StageEntries],
        dimensions: &[Dimension::Stage, Dimension::StageReason],
        grain: None,
    },
    sales("sales", &[], Some(Grain::Month)),
    Named {
        name: "sales_by_product",
        measures: &[Measure::Sales, Measure::UnitsSold],
        dimensions: &[Dimension::Product],
        grain: None,
    },
    sales("sales_by_owner", &[Dimension::Owner], None),
    sales("sales_by_team", &[Dimension::Team], None),
    sales("sales_by_region", &[Dimension::Region], None),
    Named {
        name: "interactions",
        measures: &[Measure::Interactions, Measure::MinutesPerInteraction],
        dimensions: &[Dimension::Channel],
        grain: None,
    },
    Named {
        name: "satisfaction",
        measures: &[Measure::Feedback, Measure::AverageRating, Measure::SatisfiedPercent, Measure::NetPromoterScore],
        dimensions: &[],
        grain: Some(Grain::Month),
    },
    Named {
        name: "complaints",
        measures: &[Measure::Complaints, Measure::HoursToSettleComplaint, Measure::ComplaintsInTimePercent],
        dimensions: &[],
        grain: Some(Grain::Month),
    },
    Named {
        name: "service",
        measures: &[Measure::ServiceCases, Measure::HoursToSettleCase, Measure::CasesInTimePercent],
        dimensions: &[],
        grain: Some(Grain::Month),
    },
    Named {
        name: "retention",
        measures: &[Measure::Buyers, Measure::CohortCustomers, Measure::RetainedPercent],
        dimensions: &[Dimension::Cohort],
        grain: Some(Grain::Month),
    },
    Named {
        name: "repurchase",
        measures: &[Measure::BuyingCustomers, Measure::RepeatCustomers, Measure::RepurchasePercent],
        dimensions: &[],
        grain: Some(Grain::Month),
    },
    targets("targets", SALES_TARGETS, &[Dimension::Owner]),
    targets("team_targets", SALES_TARGETS, &[Dimension::Team]),
    targets(
        "growth_targets",
        &[Measure::CreatedCustomers, Measure::CreatedCustomersTarget, Measure::CreatedCustomersReachedPercent],
        &[Dimension::Owner],
    ),
    targets(
        "interaction_targets",
        &[Measure::Interactions, Measure::InteractionsTarget, Measure::InteractionsReachedPercent],
        &[Dimension::Owner],
    ),
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
