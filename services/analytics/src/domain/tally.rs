//! What customers and what happened with them add up to, day by day: the sums that reports are made of.
//!
//! A customer, a sale and an interaction contribute to every sum that they are part of. When one changes, what it contributed before is
//! taken out and what it contributes now is put in; so the sums are the same whichever way it came to be as it is.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::activity::{Activity, Contribution};
use super::customer::{ACTIVE, Customer};
use super::report::{Dimension, Measure, Sum};
use super::zones::{Zones, number};

/// A sum's place: what is counted, by which dimension and value, in which currency, whose, on which day.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Cell {
    /// What is counted.
    pub measure: Measure,
    /// By what it is told apart beside owner and team; none of what all add up to.
    pub dimension: Option<Dimension>,
    /// The value of the dimension.
    pub value: String,
    /// The currency of money; empty for what is none.
    pub currency: String,
    /// The owner of the customer; none in the pool.
    pub owner: Option<Uuid>,
    /// The team of the customer.
    pub team: Option<Uuid>,
    /// The number of the day; 0 of what has none.
    pub day: i64,
}

/// Changes of sums.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tally(BTreeMap<Cell, Sum>);

impl Tally {
    /// Puts in what a customer contributes.
    pub fn put_in(&mut self, customer: &Customer, zones: &Zones) {
        self.add_customer(customer, zones, false);
    }

    /// Takes out what a customer contributed.
    pub fn take_out(&mut self, customer: &Customer, zones: &Zones) {
        self.add_customer(customer, zones, true);
    }

    /// Puts in what a sale or an interaction of a customer contributes.
    pub fn put_in_activity(&mut self, activity: &Activity, customer: &Customer, zones: &Zones) {
        self.add_activity(activity, customer, zones, false);
    }

    /// Takes out what a sale or an interaction of a customer contributed.
    pub fn take_out_activity(&mut self, activity: &Activity, customer: &Customer, zones: &Zones) {
        self.add_activity(activity, customer, zones, true);
    }

    /// The sums that change, and by how much.
    pub fn changes(self) -> impl Iterator<Item = (Cell, Sum)> {
        self.0.into_iter().filter(|(_, change)| *change != Sum::default())
    }

    fn add_customer(&mut self, customer: &Customer, zones: &Zones, out: bool) {
        let mut count = |measure, stage: &str, day| {
            for (dimension, value) in values(customer, measure, stage) {
                let sum = Sum::one(0);
                self.add(Contribution { measure, dimension, value, currency: "", sum }, customer, day, out);
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

    fn add_activity(&mut self, activity: &Activity, customer: &Customer, zones: &Zones, out: bool) {
        let day = number(zones.day(activity.time));
        for contribution in activity.contributions(&customer.region) {
            self.add(contribution, customer, day, out);
        }
    }

    fn add(&mut self, contribution: Contribution<'_>, customer: &Customer, day: i64, out: bool) {
        let Contribution { measure, dimension, value, currency, sum } = contribution;
        let (owner, team) = (customer.owner, customer.team);
        let cell =
            Cell { measure, dimension, value: value.to_owned(), currency: currency.to_owned(), owner, team, day };
        *self.0.entry(cell).or_default() += if out { -sum } else { sum };
    }
}

/// The dimensions by which sums of a measure are kept.
pub fn is_kept_by(measure: Measure, dimension: Dimension) -> bool {
    use Measure::{
        AverageSale, CreatedCustomers, Customers, NetSales, Refunds, Sales, StageEntries, StageExits, Transactions,
        UnitsSold,
    };
    match dimension {
        Dimension::Stage => matches!(measure, Customers | CreatedCustomers | StageEntries | StageExits),
        Dimension::Kind | Dimension::Level | Dimension::Industry | Dimension::Source => {
            matches!(measure, Customers | CreatedCustomers)
        }
        Dimension::Region => {
            matches!(measure, Customers | CreatedCustomers | Transactions | Sales | Refunds | NetSales | AverageSale)
        }
        Dimension::Product => matches!(measure, Sales | UnitsSold),
        Dimension::Channel => measure.is_known_by(Dimension::Channel),
        Dimension::NextStage
        | Dimension::StageReason
        | Dimension::Owner
        | Dimension::Team
        | Dimension::Tag
        | Dimension::PaymentMethod
        | Dimension::Direction
        | Dimension::Author
        | Dimension::Priority
        | Dimension::Assignee
        | Dimension::Cohort => false,
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
