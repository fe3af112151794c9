//! What a customer will bring: purchases times spend, discounted.

use crate::bg_nbd::BgNbd;
use crate::error::{Error, within};
use crate::gamma_gamma::GammaGamma;
use crate::summary::Summary;

/// The most periods that a value looks ahead: a hundred years of months.
pub const MOST_PERIODS: u32 = 1_200;

/// How far ahead a value looks, and what later money is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// How many periods are looked ahead; what is bought within a period counts at its end.
    pub periods: u32,
    /// The length of a period in the unit of time of the summaries: 4.345 for a month in weeks.
    pub period: f64,
    /// The discount of one period: 0.01 for 1 %.
    pub discount: f64,
}

/// The customer's discounted value over the terms, in the currency of the summaries.
///
/// # Errors
/// [`Error::OutOfRange`] for terms that are negative, not finite or absurdly far.
pub fn lifetime_value(purchases: &BgNbd, spend: &GammaGamma, customer: &Summary, terms: &Terms) -> Result<f64, Error> {
    within("periods", terms.periods.into(), "at most 1200", |periods| periods <= MOST_PERIODS.into())?;
    within("period", terms.period, "finite and not negative", |period| period >= 0.0)?;
    within("discount", terms.discount, "finite and not negative", |discount| discount >= 0.0)?;
    let (mut before, mut worth, mut discounted) = (0.0, 1.0, 0.0);
    for period in 1..=terms.periods {
        let until_now = purchases.expected_purchases(customer, f64::from(period) * terms.period)?;
        worth /= 1.0 + terms.discount;
        discounted += worth * (until_now - before).max(0.0);
        before = until_now;
    }
    Ok(discounted * spend.expected_average_spend(customer))
}
