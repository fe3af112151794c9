//! What customers add up to, day by day: the sums that reports are made of.
//!
//! A customer contributes to every sum that it is part of. When it changes, what it contributed before is taken out and what it
//! contributes now is put in; so the sums are the same whichever way it came to be as it is.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::customer::{ACTIVE, Customer};
use super::report::{Dimension, Measure};
use super::zones::{Zones, number};

/// A sum's place: what is counted, by which dimension and value, whose, on which day.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Cell {
    /// What is counted.
    pub measure: Measure,
    /// By what it is told apart beside owner and team; none of what all add up to.
    pub dimension: Option<Dimension>,
    /// The value of the dimension.
    pub value: String,
    /// The owner of the customer; none in the pool.
    pub owner: Option<Uuid>,
    /// The team of the customer.
    pub team: Option<Uuid>,
    /// The number of the day; 0 of what has none.
    pub day: i64,
}

/// Changes of sums.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tally(BTreeMap<Cell, i64>);

impl Tally {
    /// Puts in what a customer contributes.
    pub fn put_in(&mut self, customer: &Customer, zones: &Zones) {
        self.add(customer, zones, 1);
    }

    /// Takes out what a customer contributed.
    pub fn take_out(&mut self, customer: &Customer, zones: &Zones) {
        self.add(customer, zones, -1);
    }

    /// The sums that change, and by how much.
    pub fn changes(self) -> impl Iterator<Item = (Cell, i64)> {
        self.0.into_iter().filter(|(_, change)| *change != 0)
    }

    fn add(&mut self, customer: &Customer, zones: &Zones, change: i64) {
        let mut count = |measure, stage: &str, day| {
            for (dimension, value) in values(customer, measure, stage) {
                let (owner, team) = (customer.owner, customer.team);
                let cell = Cell { measure, dimension, value: value.to_owned(), owner, team, day };
                *self.0.entry(cell).or_default() += change;
            }
        };
        if customer.state == ACTIVE {
            count(Measure::Customers, customer.stage(), 0);
        }
        count(Measure::CreatedCustomers, customer.stage(), number(zones.day(customer.create_time)));
        for stay in &customer.stays {
            count(Measure::StageEntries, &stay.stage, number(zones.day(stay.enter_time)));
            if let Some(left) = &stay.left {
                count(Measure::StageExits, &stay.stage, number(zones.day(left.time)));
            }
        }
    }
}

/// The dimensions by which sums of a measure are kept.
pub fn is_kept_by(measure: Measure, dimension: Dimension) -> bool {
    match dimension {
        Dimension::Stage => true,
        Dimension::Kind | Dimension::Level | Dimension::Industry | Dimension::Source | Dimension::Region => {
            matches!(measure, Measure::Customers | Measure::CreatedCustomers)
        }
        Dimension::NextStage | Dimension::Owner | Dimension::Team => false,
    }
}

/// The sums to which a customer contributes: that of all, and one by each dimension.
fn values<'a>(
    customer: &'a Customer,
    measure: Measure,
    stage: &'a str,
) -> impl Iterator<Item = (Option<Dimension>, &'a str)> {
    let by = [
        (Dimension::Stage, stage),
        (Dimension::Kind, customer.kind.as_str()),
        (Dimension::Level, &customer.level),
        (Dimension::Industry, &customer.industry),
        (Dimension::Source, &customer.source),
        (Dimension::Region, &customer.region),
    ];
    let by = by.into_iter().filter(move |(dimension, _)| is_kept_by(measure, *dimension));
    std::iter::once((None, "")).chain(by.map(|(dimension, value)| (Some(dimension), value)))
}
