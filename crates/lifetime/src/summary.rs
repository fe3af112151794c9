//! What the models know of a customer: four numbers.

use crate::error::{Error, within};

/// The most repeat purchases of one customer. Several on one day count once, so this is more than 250 years.
pub const MOST_PURCHASES: u32 = 100_000;

/// One customer's purchases until the day of observation.
///
/// The unit of time is the caller's (weeks, say), the same for all customers and every horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    pub(crate) frequency: u32,
    pub(crate) recency: f64,
    pub(crate) age: f64,
    pub(crate) monetary: f64,
}

impl Summary {
    /// `frequency` counts the days with a purchase after the first (x), `recency` runs from the first purchase to the
    /// last (t_x), `age` from the first purchase to the day of observation (T), and `monetary` is the mean amount of
    /// the days that `frequency` counts. A customer who never bought again has frequency, recency and monetary 0.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] names the number that no history can have.
    pub fn new(frequency: u32, recency: f64, age: f64, monetary: f64) -> Result<Self, Error> {
        within("frequency", frequency.into(), "at most 100000; purchases of one day are one", |x| {
            x <= MOST_PURCHASES.into()
        })?;
        within("age", age, "finite and not negative", |age| age >= 0.0)?;
        within("recency", recency, "above 0 and at most the age, or 0 without a repeat purchase", |recency| {
            if frequency == 0 { recency == 0.0 } else { recency > 0.0 && recency <= age }
        })?;
        within("monetary", monetary, "not negative, or 0 without a repeat purchase", |monetary| {
            if frequency == 0 { monetary == 0.0 } else { monetary >= 0.0 }
        })?;
        Ok(Self { frequency, recency, age, monetary })
    }

    /// How long the customer has been silent.
    pub(crate) fn silence(&self) -> f64 {
        self.age - self.recency
    }
}
