//! What happened with a customer, as the interaction service tells it, and what it adds to the sums of a day.

use clock::Instant;
use uuid::Uuid;

use super::report::{Dimension, Measure, Sum};
use super::satisfaction::{SATISFIED, promotes};

/// One, in millionths.
const ONE: i64 = 1_000_000;

/// Something that happened, as of its newest revision.
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
    /// Whether it was deleted, and counts no more.
    pub deleted: bool,
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
    /// The customer said how satisfied it is.
    Feedback(Feedback),
    /// The customer complained.
    Complaint(Case),
    /// The customer asked for something.
    ServiceCase(Case),
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
    /// The way, such as `phone`.
    pub channel: String,
    /// `inbound` or `outbound`; empty when it is not known.
    pub direction: String,
    /// How long it took, in microseconds.
    pub length: Option<i64>,
}

/// What a customer thinks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Feedback {
    /// The way.
    pub channel: String,
    /// How satisfied it is, 1 to 5; none when it said nothing of that.
    pub rating: Option<u8>,
    /// How likely it would recommend us, 0 to 10; none when it was not asked.
    pub recommendation: Option<u8>,
}

/// What is to be settled.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Case {
    /// The way.
    pub channel: String,
    /// What it is about; empty for nothing known.
    pub product: String,
    /// How much it presses, such as `high`.
    pub priority: String,
    /// The member of staff who handles it.
    pub assignee: Option<Uuid>,
    /// When it must be settled.
    pub due_time: Option<Instant>,
    /// When it was.
    pub resolve_time: Option<Instant>,
}

/// The measures of a kind of cases.
struct CaseMeasures {
    count: Measure,
    hours: Measure,
    in_time: Measure,
}

const OF_COMPLAINTS: CaseMeasures = CaseMeasures {
    count: Measure::Complaints,
    hours: Measure::HoursToSettleComplaint,
    in_time: Measure::ComplaintsInTimePercent,
};
const OF_SERVICE_CASES: CaseMeasures = CaseMeasures {
    count: Measure::ServiceCases,
    hours: Measure::HoursToSettleCase,
    in_time: Measure::CasesInTimePercent,
};

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
            _ if self.deleted => Vec::new(),
            Kind::Sale(sale) => sale.contributions(region),
            Kind::Interaction(interaction) => by_channel(&interaction.channel, &interaction.amounts()),
            Kind::Feedback(feedback) => by_channel(&feedback.channel, &feedback.amounts()),
            Kind::Complaint(case) => by_channel(&case.channel, &case.amounts(self.time, &OF_COMPLAINTS)),
            Kind::ServiceCase(case) => by_channel(&case.channel, &case.amounts(self.time, &OF_SERVICE_CASES)),
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
    fn amounts(&self) -> Vec<(Measure, i64)> {
        let length = self.length.map(|length| (Measure::MinutesPerInteraction, length));
        std::iter::once((Measure::Interactions, 0)).chain(length).collect()
    }
}

impl Feedback {
    fn amounts(&self) -> Vec<(Measure, i64)> {
        let rated = self.rating.map(|rating| {
            let satisfied = i64::from(rating >= SATISFIED);
            [(Measure::AverageRating, i64::from(rating) * ONE), (Measure::SatisfiedPercent, satisfied * ONE)]
        });
        let asked = self.recommendation.map(|answer| (Measure::NetPromoterScore, i64::from(promotes(answer)) * ONE));
        std::iter::once((Measure::Feedback, 0)).chain(rated.into_iter().flatten()).chain(asked).collect()
    }
}

impl Case {
    fn amounts(&self, time: Instant, measures: &CaseMeasures) -> Vec<(Measure, i64)> {
        let took = self.resolve_time.map(|resolved| (measures.hours, resolved.as_micros() - time.as_micros()));
        let in_time = self.resolve_time.zip(self.due_time);
        let in_time = in_time.map(|(resolved, due)| (measures.in_time, i64::from(resolved <= due) * ONE));
        std::iter::once((measures.count, 0)).chain(took).chain(in_time).collect()
    }
}

/// Amounts, in millionths, added up of all and by the channel.
fn by_channel<'a>(channel: &'a str, amounts: &[(Measure, i64)]) -> Vec<Contribution<'a>> {
    let places = [(None, ""), (Some(Dimension::Channel), channel)];
    let contributions = places.iter().flat_map(|(dimension, value)| {
        amounts.iter().map(move |(measure, amount)| Contribution {
            measure: *measure,
            dimension: *dimension,
            value,
            currency: "",
            sum: Sum::one(*amount),
        })
    });
    contributions.collect()
}
