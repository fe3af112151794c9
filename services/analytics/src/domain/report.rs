//! Reports: measures, by dimensions, over days.

mod named;
mod periods;
mod sum;
mod suppression;
mod table;

use jiff::civil::Date;
pub use named::Named;
pub use periods::{Grain, MOST_PERIODS, Periods};
use strum::{EnumIter, EnumString, IntoEnumIterator, IntoStaticStr};
pub use sum::Sum;
pub use suppression::SMALLEST_GROUP;
pub use table::{Figure, MOST_ROWS, Part, Row, Table, TooManyRows, tells_refunds};

/// Millionths in one.
const MILLION: f64 = 1_000_000.0;

/// What a report counts. Kept by its name in snake case.
#[derive(Clone, Copy, Debug, EnumIter, EnumString, Eq, Hash, IntoStaticStr, Ord, PartialEq, PartialOrd)]
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
    /// Entries into a stage of customers who were won since.
    WonStageEntries,
    /// Their share.
    ConversionPercent,
    /// Transactions.
    Transactions,
    /// What they come to.
    Sales,
    /// What was paid back of them.
    Refunds,
    /// What they come to, less what was paid back.
    NetSales,
    /// What they come to, on average.
    AverageSale,
    /// How much was bought.
    UnitsSold,
    /// Interactions.
    Interactions,
    /// How long they took, on average.
    MinutesPerInteraction,
    /// Feedback.
    Feedback,
    /// Its rating, on average.
    AverageRating,
    /// The share of good ratings.
    SatisfiedPercent,
    /// The share of those who would recommend us less that of those who would not.
    NetPromoterScore,
    /// Complaints.
    Complaints,
    /// How long it took to settle them, on average.
    HoursToSettleComplaint,
    /// The share that was settled by its deadline.
    ComplaintsInTimePercent,
    /// Service cases.
    ServiceCases,
    /// How long it took to settle them, on average.
    HoursToSettleCase,
    /// The share that was settled by its deadline.
    CasesInTimePercent,
    /// Sales less refunds that are to be reached.
    NetSalesTarget,
    /// How much of them is.
    NetSalesReachedPercent,
    /// New customers that are to be reached.
    CreatedCustomersTarget,
    /// How many of them are.
    CreatedCustomersReachedPercent,
    /// Interactions that are to be reached.
    InteractionsTarget,
    /// How many of them are.
    InteractionsReachedPercent,
    /// Customers who bought something.
    Buyers,
    /// Customers of a cohort.
    CohortCustomers,
    /// How many of those bought something.
    RetainedPercent,
    /// Customers who bought something in a period.
    BuyingCustomers,
    /// Customers who bought something more than once in a period.
    RepeatCustomers,
    /// How many of those who bought did so more than once.
    RepurchasePercent,
}

/// What the records are that a measure adds up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subject {
    /// Customers.
    Customers,
    /// Stays of customers in stages.
    Stays,
    /// Transactions.
    Sales,
    /// Interactions.
    Interactions,
    /// Feedback.
    Feedback,
    /// Complaints.
    Complaints,
    /// Service cases.
    ServiceCases,
    /// Targets.
    Targets,
    /// Customers by the month in which they first bought something.
    Cohorts,
    /// Customers, by what they bought in a period.
    Purchases,
}

/// By what figures are told apart. Kept by its name in snake case.
#[derive(Clone, Copy, Debug, EnumIter, EnumString, Eq, Hash, IntoStaticStr, Ord, PartialEq, PartialOrd)]
#[strum(serialize_all = "snake_case")]
pub enum Dimension {
    /// Person, company or institution.
    Kind,
    /// The stage: of stays the one that was entered or left.
    Stage,
    /// The stage that followed.
    NextStage,
    /// The reason with which the stage was entered. Stays without one are not counted.
    StageReason,
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
    /// A tag of the customer, which counts with each.
    Tag,
    /// What was bought.
    Product,
    /// How it was paid.
    PaymentMethod,
    /// The way of an interaction.
    Channel,
    /// Who began it.
    Direction,
    /// Who recorded it.
    Author,
    /// How much a case presses.
    Priority,
    /// Who handles it.
    Assignee,
    /// The month in which a customer first bought something.
    Cohort,
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
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Days {
    /// The first.
    pub first: Date,
    /// The last; not before the first.
    pub last: Date,
}

impl Measure {
    /// Every measure.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// Whether it counts by days. What does not counts what is now.
    pub fn has_days(self) -> bool {
        self != Self::Customers
    }

    /// What it adds up.
    pub fn subject(self) -> Subject {
        match self {
            Self::Customers | Self::CreatedCustomers | Self::CreatedCustomersReachedPercent => Subject::Customers,
            Self::StageEntries
            | Self::StageExits
            | Self::DaysInStage
            | Self::WonStageEntries
            | Self::ConversionPercent => Subject::Stays,
            Self::Transactions
            | Self::Sales
            | Self::Refunds
            | Self::NetSales
            | Self::AverageSale
            | Self::UnitsSold
            | Self::NetSalesReachedPercent => Subject::Sales,
            Self::Interactions | Self::MinutesPerInteraction | Self::InteractionsReachedPercent => {
                Subject::Interactions
            }
            Self::Feedback | Self::AverageRating | Self::SatisfiedPercent | Self::NetPromoterScore => Subject::Feedback,
            Self::Complaints | Self::HoursToSettleComplaint | Self::ComplaintsInTimePercent => Subject::Complaints,
            Self::ServiceCases | Self::HoursToSettleCase | Self::CasesInTimePercent => Subject::ServiceCases,
            Self::NetSalesTarget | Self::CreatedCustomersTarget | Self::InteractionsTarget => Subject::Targets,
            Self::Buyers | Self::CohortCustomers | Self::RetainedPercent => Subject::Cohorts,
            Self::BuyingCustomers | Self::RepeatCustomers | Self::RepurchasePercent => Subject::Purchases,
        }
    }

    /// Of a share of one measure in another: the two, such as what was done and what was to be.
    pub fn parts(self) -> Option<(Self, Self)> {
        match self {
            Self::ConversionPercent => Some((Self::WonStageEntries, Self::StageEntries)),
            Self::RetainedPercent => Some((Self::Buyers, Self::CohortCustomers)),
            Self::RepurchasePercent => Some((Self::RepeatCustomers, Self::BuyingCustomers)),
            Self::NetSalesReachedPercent => Some((Self::NetSales, Self::NetSalesTarget)),
            Self::CreatedCustomersReachedPercent => Some((Self::CreatedCustomers, Self::CreatedCustomersTarget)),
            Self::InteractionsReachedPercent => Some((Self::Interactions, Self::InteractionsTarget)),
            _ => None,
        }
    }

    /// Whether it is a target, or how much of one is reached.
    pub fn is_of_targets(self) -> bool {
        let target = self.parts().map_or(self, |(_, target)| target);
        target.subject() == Subject::Targets
    }

    /// The measure whose records it is made of: of targets and shares that of what was done.
    pub fn performance(self) -> Self {
        match self {
            Self::NetSalesTarget | Self::NetSalesReachedPercent => Self::NetSales,
            Self::CreatedCustomersTarget | Self::CreatedCustomersReachedPercent => Self::CreatedCustomers,
            Self::InteractionsTarget | Self::InteractionsReachedPercent => Self::Interactions,
            Self::ConversionPercent => Self::WonStageEntries,
            Self::RetainedPercent => Self::Buyers,
            Self::RepurchasePercent => Self::RepeatCustomers,
            measure => measure,
        }
    }

    /// Whether it is of transactions in one currency.
    pub fn has_currency(self) -> bool {
        matches!(self.subject(), Subject::Sales | Subject::Cohorts | Subject::Purchases) || self == Self::NetSalesTarget
    }

    /// Whether it adds up what happened with customers, as the interaction service tells it.
    pub fn is_of_activity(self) -> bool {
        !matches!(
            self.subject(),
            Subject::Customers | Subject::Stays | Subject::Targets | Subject::Cohorts | Subject::Purchases
        )
    }

    /// Whether the figures of several periods, and of several tags, may count a customer that the figure of all of them counts once.
    pub fn counts_once(self) -> bool {
        self.subject() == Subject::Purchases
    }

    /// Whether it is known by a dimension.
    pub fn is_known_by(self, dimension: Dimension) -> bool {
        match dimension {
            _ if self.is_of_targets() => matches!(dimension, Dimension::Owner | Dimension::Team),
            Dimension::Cohort => self.subject() == Subject::Cohorts,
            _ if self.subject() == Subject::Cohorts => false,
            Dimension::NextStage | Dimension::StageReason => self.subject() == Subject::Stays,
            Dimension::Product => {
                matches!(self, Self::Sales | Self::UnitsSold) || self.subject() == Subject::ServiceCases
            }
            Dimension::PaymentMethod => self.subject() == Subject::Sales,
            Dimension::Channel => self.is_of_activity() && self.subject() != Subject::Sales,
            Dimension::Direction => self.subject() == Subject::Interactions,
            Dimension::Author => self.is_of_activity(),
            Dimension::Priority | Dimension::Assignee => {
                matches!(self.subject(), Subject::Complaints | Subject::ServiceCases)
            }
            Dimension::Kind
            | Dimension::Stage
            | Dimension::Level
            | Dimension::Industry
            | Dimension::Source
            | Dimension::Region
            | Dimension::Owner
            | Dimension::Team
            | Dimension::Tag => true,
        }
    }

    /// The figure that a sum makes; none of an average of nothing.
    pub fn figure(self, sum: Sum) -> Option<f64> {
        /// Seconds of a day, of an hour, and of a minute.
        const DAY: f64 = 86_400.0;
        const HOUR: f64 = 3_600.0;
        const MINUTE: f64 = 60.0;
        /// What a share of one is in percent.
        const PERCENT: f64 = 0.01;
        let average = |unit: f64| (sum.count > 0).then(|| sum.amount() as f64 / MILLION / sum.count as f64 / unit);
        match self {
            Self::DaysInStage => average(DAY),
            Self::MinutesPerInteraction => average(MINUTE),
            Self::HoursToSettleComplaint | Self::HoursToSettleCase => average(HOUR),
            Self::AverageRating => average(1.0),
            Self::SatisfiedPercent
            | Self::NetPromoterScore
            | Self::ComplaintsInTimePercent
            | Self::CasesInTimePercent => average(PERCENT),
            Self::UnitsSold | Self::CreatedCustomersTarget | Self::InteractionsTarget => {
                Some(sum.amount() as f64 / MILLION)
            }
            Self::Sales | Self::Refunds | Self::NetSales | Self::AverageSale | Self::NetSalesTarget => {
                self.amount(sum).map(|amount| amount as f64 / MILLION)
            }
            // They are made of two sums.
            Self::ConversionPercent
            | Self::NetSalesReachedPercent
            | Self::CreatedCustomersReachedPercent
            | Self::InteractionsReachedPercent
            | Self::RetainedPercent
            | Self::RepurchasePercent => None,
            Self::Customers
            | Self::CreatedCustomers
            | Self::StageEntries
            | Self::StageExits
            | Self::WonStageEntries
            | Self::Transactions
            | Self::Interactions
            | Self::Feedback
            | Self::Complaints
            | Self::ServiceCases
            | Self::Buyers
            | Self::CohortCustomers
            | Self::BuyingCustomers
            | Self::RepeatCustomers => Some(sum.count as f64),
        }
    }

    /// The amount of money that a sum makes, in millionths; none of what is no money, and of an average of nothing.
    pub fn amount(self, sum: Sum) -> Option<i128> {
        let (amount, count) = (sum.amount(), i128::from(sum.count));
        if self == Self::AverageSale {
            return (count > 0).then(|| (amount + amount.signum() * count / 2) / count);
        }
        matches!(self, Self::Sales | Self::Refunds | Self::NetSales | Self::NetSalesTarget).then_some(amount)
    }
}
