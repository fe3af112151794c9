//! Reports as they are sent.

use contracts::analytics::v1 as wire;
use conventions::time::to_date;

use super::decode::Asked;
use crate::domain::report::{Comparison, Dimension, Figure, Grain, Measure, Row};

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
    }
}

/// A row.
pub(super) fn row(asked: &Asked, row: Row) -> wire::ReportRow {
    wire::ReportRow {
        period_start: asked.periods.start(row.period).map(to_date),
        values: row.values,
        figures: row.figures.into_iter().map(figure).collect(),
    }
}

/// A figure.
pub(super) fn figure(figure: Figure) -> wire::Figure {
    wire::Figure { value: figure.value, compared: figure.compared, suppressed: figure.suppressed }
}

/// A measure.
pub(super) fn measure(measure: Measure) -> wire::Measure {
    match measure {
        Measure::Customers => wire::Measure::Customers,
        Measure::CreatedCustomers => wire::Measure::CreatedCustomers,
        Measure::StageEntries => wire::Measure::StageEntries,
        Measure::StageExits => wire::Measure::StageExits,
        Measure::DaysInStage => wire::Measure::DaysInStage,
    }
}

/// A dimension.
pub(super) fn dimension(dimension: Dimension) -> wire::Dimension {
    match dimension {
        Dimension::Kind => wire::Dimension::Kind,
        Dimension::Stage => wire::Dimension::Stage,
        Dimension::NextStage => wire::Dimension::NextStage,
        Dimension::Level => wire::Dimension::Level,
        Dimension::Industry => wire::Dimension::Industry,
        Dimension::Source => wire::Dimension::Source,
        Dimension::Region => wire::Dimension::Region,
        Dimension::Owner => wire::Dimension::Owner,
        Dimension::Team => wire::Dimension::Team,
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
