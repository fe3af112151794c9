//! Reports: measures, by dimensions, over days.

mod named;
mod periods;
mod table;

use jiff::civil::Date;
pub use named::Named;
pub use periods::{Grain, MOST_PERIODS, Periods};
use strum::{EnumIter, EnumString, IntoStaticStr};
pub use table::{Figure, MOST_ROWS, Part, Row, SMALLEST_GROUP, Sum, Table, TooManyRows};

/// What a report counts. Kept by its name in snake case.
#[derive(Clone, Copy, Debug, EnumIter, EnumString, Eq, IntoStaticStr, Ord, PartialEq, PartialOrd)]
#[strum(serialize_all = "snake_case")]
pub enum Measure {
    /// Customers that are live now.
    Customers,
    /// Customers by the day on which their record was created.
    CreatedCustomers,
    /// Entries into a stage.
    StageEntries,
    /// Moves out of a stage.
    StageExits,
    /// Days that customers stayed in a stage which they left, on average.
    DaysInStage,
}

/// By what figures are told apart. Kept by its name in snake case.
#[derive(Clone, Copy, Debug, EnumIter, EnumString, Eq, IntoStaticStr, Ord, PartialEq, PartialOrd)]
#[strum(serialize_all = "snake_case")]
pub enum Dimension {
    /// Person, company or institution.
    Kind,
    /// The stage: of stays the one that was entered or left.
    Stage,
    /// The stage that followed.
    NextStage,
    /// The level of the customer.
    Level,
    /// The industry of the customer.
    Industry,
    /// The source of the customer.
    Source,
    /// Country, or province of CN.
    Region,
    /// The owner of the customer.
    Owner,
    /// The team of the customer.
    Team,
}

/// With what figures are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Comparison {
    /// With as many days or periods just before.
    PreviousPeriod,
    /// With the same days of the year before.
    PreviousYear,
}

/// Days, both ends included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Days {
    /// The first.
    pub first: Date,
    /// The last; not before the first.
    pub last: Date,
}

impl Measure {
    /// Whether it counts by days. What does not counts what is now.
    pub fn has_days(self) -> bool {
        self != Self::Customers
    }

    /// Whether it is known by a dimension.
    pub fn is_known_by(self, dimension: Dimension) -> bool {
        let of_stays = matches!(self, Self::StageEntries | Self::StageExits | Self::DaysInStage);
        dimension != Dimension::NextStage || of_stays
    }

    /// The figure that a sum makes; none of an average of nothing.
    pub fn figure(self, sum: Sum) -> Option<f64> {
        /// Microseconds of a day.
        const DAY: f64 = 86_400_000_000.0;
        match self {
            Self::DaysInStage => (sum.count > 0).then(|| sum.micros as f64 / sum.count as f64 / DAY),
            Self::Customers | Self::CreatedCustomers | Self::StageEntries | Self::StageExits => Some(sum.count as f64),
        }
    }
}
