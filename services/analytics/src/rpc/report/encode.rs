//! Reports as they are sent.

use contracts::analytics::v1 as wire;
use conventions::time::to_date;

use super::decode::Asked;
use crate::domain::report::{Comparison, Dimension, Figure, Grain, Measure, Row};
use crate::rpc::money::money;

/// A query as it was understood.
pub(super) fn query(asked: &Asked) -> wire::ReportQuery {
    let days = asked.periods.days();
    wire::ReportQuery {
        measures: asked.measures.iter().map(|known| measure(*known).into()).collect(),
        dimensions: asked.dimensions.iter().map(|known| dimension(*known).into()).collect(),
        grain: asked.periods.grain().map_or(0, |known| grain(known).into()),
        first_day: Some(to_date(days.first)),
        last_day: Some(to_date(days.last)),
        zone: asked.zone.as_ref().map(|(name, _)| name.clone()).unwrap_or_default(),
        filter: asked.filter.as_ref().map(ToString::to_string).unwrap_or_default(),
        comparison: asked.compared.as_ref().map_or(0, |(known, _)| comparison(*known).into()),
        currency_code: asked.currency.clone(),
    }
}

/// A row.
pub(super) fn row(asked: &Asked, row: Row) -> wire::ReportRow {
    wire::ReportRow {
        period_start: asked.periods.start(row.period).map(to_date),
        values: row.values,
        figures: row.figures.into_iter().map(|known| figure(asked, known)).collect(),
        labels: Vec::new(),
    }
}

/// A figure.
pub(super) fn figure(asked: &Asked, figure: Figure) -> wire::Figure {
    let money = |amount| money(amount, &asked.currency);
    wire::Figure {
        value: figure.value,
        compared: figure.compared,
        suppressed: figure.suppressed,
        amount: figure.amount.map(money),
        compared_amount: figure.compared_amount.map(money),
    }
}

/// A measure.
pub(super) fn measure(measure: Measure) -> wire::Measure {
    match measure {
        Measure::Customers => wire::Measure::Customers,
        Measure::CreatedCustomers => wire::Measure::CreatedCustomers,
        Measure::StageEntries => wire::Measure::StageEntries,
        Measure::StageExits => wire::Measure::StageExits,
        Measure::DaysInStage => wire::Measure::DaysInStage,
        Measure::WonStageEntries => wire::Measure::WonStageEntries,
        Measure::ConversionPercent => wire::Measure::ConversionPercent,
        Measure::Transactions => wire::Measure::Transactions,
        Measure::Sales => wire::Measure::Sales,
        Measure::Refunds => wire::Measure::Refunds,
        Measure::NetSales => wire::Measure::NetSales,
        Measure::AverageSale => wire::Measure::AverageSale,
        Measure::UnitsSold => wire::Measure::UnitsSold,
        Measure::Interactions => wire::Measure::Interactions,
        Measure::MinutesPerInteraction => wire::Measure::MinutesPerInteraction,
        Measure::Feedback => wire::Measure::Feedback,
        Measure::AverageRating => wire::Measure::AverageRating,
        Measure::SatisfiedPercent => wire::Measure::SatisfiedPercent,
        Measure::NetPromoterScore => wire::Measure::NetPromoterScore,
        Measure::Complaints => wire::Measure::Complaints,
        Measure::HoursToSettleComplaint => wire::Measure::HoursToSettleComplaint,
        Measure::ComplaintsInTimePercent => wire::Measure::ComplaintsInTimePercent,
        Measure::ServiceCases => wire::Measure::ServiceCases,
        Measure::HoursToSettleCase => wire::Measure::HoursToSettleCase,
        Measure::CasesInTimePercent => wire::Measure::CasesInTimePercent,
        Measure::NetSalesTarget => wire::Measure::NetSalesTarget,
        Measure::NetSalesReachedPercent => wire::Measure::NetSalesReachedPercent,
        Measure::CreatedCustomersTarget => wire::Measure::CreatedCustomersTarget,
        Measure::CreatedCustomersReachedPercent => wire::Measure::CreatedCustomersReachedPercent,
        Measure::InteractionsTarget => wire::Measure::InteractionsTarget,
        Measure::InteractionsReachedPercent => wire::Measure::InteractionsReachedPercent,
        Measure::Buyers => wire::Measure::Buyers,
        Measure::CohortCustomers => wire::Measure::CohortCustomers,
        Measure::RetainedPercent => wire::Measure::RetainedPercent,
        Measure::BuyingCustomers => wire::Measure::BuyingCustomers,
        Measure::RepeatCustomers => wire::Measure::RepeatCustomers,
        Measure::RepurchasePercent => wire::Measure::RepurchasePercent,
    }
}

/// A dimension.
pub(super) fn dimension(dimension: Dimension) -> wire::Dimension {
    match dimension {
        Dimension::Kind => wire::Dimension::Kind,
        Dimension::Stage => wire::Dimension::Stage,
        Dimension::NextStage => wire::Dimension::NextStage,
        Dimension::StageReason => wire::Dimension::StageReason,
        Dimension::Level => wire::Dimension::Level,
        Dimension::Industry => wire::Dimension::Industry,
        Dimension::Source => wire::Dimension::Source,
        Dimension::Region => wire::Dimension::Region,
        Dimension::Owner => wire::Dimension::Owner,
        Dimension::Team => wire::Dimension::Team,
        Dimension::Tag => wire::Dimension::Tag,
        Dimension::Product => wire::Dimension::Product,
        Dimension::PaymentMethod => wire::Dimension::PaymentMethod,
        Dimension::Channel => wire::Dimension::Channel,
        Dimension::Direction => wire::Dimension::Direction,
        Dimension::Author => wire::Dimension::Author,
        Dimension::Priority => wire::Dimension::Priority,
        Dimension::Assignee => wire::Dimension::Assignee,
        Dimension::Cohort => wire::Dimension::Cohort,
    }
}

/// A grain.
pub(super) fn grain(grain: Grain) -> wire::Grain {
    match grain {
        Grain::Day => wire::Grain::Day,
        Grain::Week => wire::Grain::Week,
        Grain::Month => wire::Grain::Month,
        Grain::Quarter => wire::Grain::Quarter,
        Grain::Year => wire::Grain::Year,
    }
}

fn comparison(comparison: Comparison) -> wire::Comparison {
    match comparison {
        Comparison::PreviousPeriod => wire::Comparison::PreviousPeriod,
        Comparison::PreviousYear => wire::Comparison::PreviousYear,
    }
}
