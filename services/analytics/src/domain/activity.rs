//! What happened with a customer, as the interaction service tells it: sales and interactions, and what each adds to the sums of a day.

use clock::Instant;
use uuid::Uuid;

use super::report::{Dimension, Measure, Sum};

/// A sale or an interaction as of its newest revision.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Activity {
    /// The id; it sorts by time of creation.
    pub id: Uuid,
    /// The revision that was told last.
    pub revision: i64,
    /// The customer.
    pub customer: Uuid,
    /// When it took place.
    pub time: Instant,
    /// The member of staff who recorded it.
    pub author: Option<Uuid>,
    /// What it was.
    pub kind: Kind,
}

/// What happened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Something was bought.
    Sale(Sale),
    /// Something was said.
    Interaction(Interaction),
}

/// A transaction. Amounts and quantities are millionths.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sale {
    /// ISO 4217.
    pub currency: String,
    /// The sum of the lines.
    pub total: i64,
    /// What was paid back.
    pub refunded: i64,
    /// How it was paid, such as `card`; empty when it is not known.
    pub payment_method: String,
    /// What was bought.
    pub lines: Vec<Line>,
}

/// A line of a transaction.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// What was bought.
    pub product: String,
    /// How much of it.
    pub quantity: i64,
    /// What it cost.
    pub amount: i64,
}

/// An interaction.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Interaction {
    /// Whether it was deleted, and counts no more.
    pub deleted: bool,
    /// The way, such as `phone`.
    pub channel: String,
    /// `inbound` or `outbound`; empty when it is not known.
    pub direction: String,
    /// How long it took, in microseconds.
    pub length: Option<i64>,
}

/// What is added to a sum: what is counted, by which dimension and value, in which currency (empty for none), how much.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Contribution<'a> {
    /// What is counted.
    pub measure: Measure,
    /// By what it is told apart; none of what all add up to.
    pub dimension: Option<Dimension>,
    /// The value of the dimension.
    pub value: &'a str,
    /// The currency of money; empty for what is none.
    pub currency: &'a str,
    /// How much.
    pub sum: Sum,
}

impl Activity {
    /// What it adds to the sums of its day, with those of a customer of this region.
    pub fn contributions<'a>(&'a self, region: &'a str) -> Vec<Contribution<'a>> {
        match &self.kind {
            Kind::Sale(sale) => sale.contributions(region),
            Kind::Interaction(interaction) if interaction.deleted => Vec::new(),
            Kind::Interaction(interaction) => interaction.contributions(),
        }
    }
}

impl Sale {
    fn contributions<'a>(&'a self, region: &'a str) -> Vec<Contribution<'a>> {
        let mut contributions = Vec::new();
        let mut add = |measure, dimension, value, amount: i64| {
            let sum = Sum::one(amount);
            contributions.push(Contribution { measure, dimension, value, currency: &self.currency, sum });
        };
        for (dimension, value) in [(None, ""), (Some(Dimension::Region), region)] {
            add(Measure::Sales, dimension, value, self.total);
            add(Measure::NetSales, dimension, value, self.total.saturating_sub(self.refunded));
            if self.refunded != 0 {
                add(Measure::Refunds, dimension, value, self.refunded);
            }
        }
        for line in &self.lines {
            add(Measure::Sales, Some(Dimension::Product), &line.product, line.amount);
            add(Measure::UnitsSold, Some(Dimension::Product), &line.product, line.quantity);
            add(Measure::UnitsSold, None, "", line.quantity);
        }
        contributions
    }
}

impl Interaction {
    fn contributions(&self) -> Vec<Contribution<'_>> {
        let mut contributions = Vec::new();
        for (dimension, value) in [(None, ""), (Some(Dimension::Channel), self.channel.as_str())] {
            let mut add = |measure, micros: i64| {
                let sum = Sum::one(micros);
                contributions.push(Contribution { measure, dimension, value, currency: "", sum });
            };
            add(Measure::Interactions, 0);
            if let Some(length) = self.length {
                add(Measure::MinutesPerInteraction, length);
            }
        }
        contributions
    }
}
