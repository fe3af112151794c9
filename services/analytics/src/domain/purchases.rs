//! What a customer bought, day by day, as the models of lifetime see it.

use lifetime::Summary;
use uuid::Uuid;

use super::rfm::Behaviour;

/// Days of the unit of time of the models: a week.
const WEEK: f64 = 7.0;
/// Millionths in one.
const MILLION: f64 = 1_000_000.0;

/// The purchases of a customer, all in one currency; at least one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct History {
    /// The customer.
    pub customer: Uuid,
    /// The days on which something was bought, ascending.
    pub days: Vec<PurchaseDay>,
}

/// What was bought on a day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PurchaseDay {
    /// The number of the day.
    pub day: i64,
    /// How many purchases there were.
    pub purchases: i64,
    /// What they came to, in millionths.
    pub amount: i128,
}

impl History {
    /// The numbers of the first and the last day.
    pub fn ends(&self) -> Option<(i64, i64)> {
        Some((self.days.first()?.day, self.days.last()?.day))
    }

    /// How many purchases there were.
    pub fn purchases(&self) -> i64 {
        self.days.iter().map(|day| day.purchases).sum()
    }

    /// What they came to, in millionths.
    pub fn amount(&self) -> i128 {
        self.days.iter().map(|day| day.amount).sum()
    }

    /// The mean number of days between two days of purchase; none after a single one.
    pub fn cycle_days(&self) -> Option<f64> {
        let (first, last) = self.ends()?;
        let repeats = self.days.len() - 1;
        (repeats > 0).then(|| (last - first) as f64 / repeats as f64)
    }

    /// The history as it stood at the end of a day; none if nothing had been bought yet.
    pub fn until(&self, day: i64) -> Option<Self> {
        let days: Vec<_> = self.days.iter().copied().take_while(|bought| bought.day <= day).collect();
        (!days.is_empty()).then_some(Self { customer: self.customer, days })
    }

    /// What the customer did until a day, at or after the last purchase.
    pub fn behaviour(&self, today: i64) -> Option<Behaviour> {
        let (_, last) = self.ends()?;
        Some(Behaviour {
            recency_days: u32::try_from(today - last).ok()?,
            frequency: u32::try_from(self.purchases()).ok()?,
            monetary: self.amount() as f64 / MILLION,
        })
    }

    /// The same for the models of lifetime: several purchases of a day are one.
    pub fn summary(&self, today: i64) -> Option<Summary> {
        let (first, last) = self.ends()?;
        let repeats = self.days.get(1..)?;
        let spent: f64 = repeats.iter().map(|day| day.amount as f64 / MILLION).sum();
        let mean = if repeats.is_empty() { 0.0 } else { spent / repeats.len() as f64 };
        let frequency = u32::try_from(repeats.len()).ok()?;
        Summary::new(frequency, (last - first) as f64 / WEEK, (today - first) as f64 / WEEK, mean).ok()
    }
}
