//! What speaks for or against a further purchase.

use crate::summary::Summary;
use serde::{Deserialize, Serialize};

/// One property of a history, in the caller's units of time and money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// The silence since the last purchase.
    Recency,
    /// The number of repeat purchases.
    Frequency,
    /// The mean amount of the repeat purchases.
    Monetary,
    /// The mean time between two purchases; all of the age of someone who bought once.
    Cycle,
    /// The silence in cycles: above 1, the customer is later than usual.
    Overdue,
}

impl Feature {
    /// All features.
    pub const ALL: [Self; 5] = [Self::Recency, Self::Frequency, Self::Monetary, Self::Cycle, Self::Overdue];

    /// The feature of a customer, as a person would name it.
    pub fn of(self, customer: &Summary) -> f64 {
        match self {
            Self::Recency => customer.silence(),
            Self::Frequency => customer.frequency.into(),
            Self::Monetary => customer.monetary,
            Self::Cycle if customer.frequency == 0 => customer.age,
            Self::Cycle => customer.recency / f64::from(customer.frequency),
            Self::Overdue if customer.frequency == 0 => 1.0,
            Self::Overdue => (customer.silence() / Self::Cycle.of(customer)).min(f64::MAX),
        }
    }

    /// The feature as the model sees it. Silence counts against a customer evenly; of the others, the order of
    /// magnitude matters.
    pub(super) fn signal(self, customer: &Summary) -> f64 {
        match self {
            Self::Recency => self.of(customer),
            Self::Frequency | Self::Monetary | Self::Cycle | Self::Overdue => self.of(customer).ln_1p(),
        }
    }
}
