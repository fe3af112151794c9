//! Scores of customers by what they bought: RFM, whether they are still customers, what they will bring, whether they buy again.

use lifetime::repurchase::{Example, Prediction, Trained, train};
use lifetime::{BgNbd, Error, Fitted, GammaGamma, Summary, lifetime_value};

use super::purchases::History;
use super::rfm::{Behaviour, Buckets, Scale, Scores};

/// The length of a month in weeks.
const MONTH: f64 = 4.345;
/// Days of a week.
const WEEK: f64 = 7.0;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// The number of the last day that is looked at.
    pub today: i64,
    /// Into how many buckets recency, frequency and amount are cut.
    pub buckets: Buckets,
    /// Within how many days a further purchase is asked for.
    pub horizon_days: i64,
    /// How many months a value looks ahead.
    pub months: u32,
    /// What money is worth less each month: 0.01 for 1 %.
    pub monthly_discount: f64,
}

/// What scores rest on: made of all customers, then asked for each.
#[derive(Clone, Debug)]
pub struct Model {
    /// What was asked.
    pub terms: Terms,
    /// Where the buckets begin.
    pub scale: Scale,
    /// How often customers buy, and whether they still do.
    pub purchases: Result<Fitted<BgNbd>, Error>,
    /// How much they spend at a time.
    pub spend: Result<Fitted<GammaGamma>, Error>,
    /// Whether they buy again.
    pub repurchase: Result<Trained, Error>,
}

/// The scores of a customer; none where a model could not be fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What it did.
    pub behaviour: Behaviour,
    /// How it compares with the others.
    pub rfm: Scores,
    /// The probability that it is still a customer.
    pub alive: Option<f64>,
    /// How many days of purchase are expected within the horizon.
    pub expected_purchases: Option<f64>,
    /// What is expected to be spent on one.
    pub expected_spend: Option<f64>,
    /// What it will bring, discounted.
    pub lifetime_value: Option<f64>,
    /// Whether it buys again within the horizon, and why.
    pub repurchase: Option<Prediction>,
}

impl Model {
    /// The model of these customers, who bought nothing after the last day.
    pub fn of(histories: &[History], terms: Terms) -> Self {
        let behaviours: Vec<_> = histories.iter().filter_map(|history| history.behaviour(terms.today)).collect();
        let summaries: Vec<_> = histories.iter().filter_map(|history| history.summary(terms.today)).collect();
        let examples: Vec<_> = histories.iter().filter_map(|history| example(history, terms)).collect();
        Self {
            terms,
            scale: Scale::of(&behaviours, terms.buckets),
            purchases: BgNbd::fit(&summaries),
            spend: GammaGamma::fit(&summaries),
            repurchase: train(&examples),
        }
    }

    /// The scores of a customer; none of one that bought nothing until the last day.
    pub fn score(&self, history: &History) -> Option<Score> {
        let behaviour = history.behaviour(self.terms.today)?;
        let summary = history.summary(self.terms.today)?;
        let purchases = self.purchases.as_ref().ok().map(|fitted| &fitted.model);
        let spend = self.spend.as_ref().ok().map(|fitted| &fitted.model);
        let horizon = self.terms.horizon_days as f64 / WEEK;
        Some(Score {
            behaviour,
            rfm: self.scale.score(&behaviour),
            alive: purchases.map(|model| model.probability_alive(&summary)),
            expected_purchases: purchases.and_then(|model| model.expected_purchases(&summary, horizon).ok()),
            expected_spend: spend.map(|model| model.expected_average_spend(&summary)),
            lifetime_value: purchases.zip(spend).and_then(|(purchases, spend)| self.value(purchases, spend, &summary)),
            repurchase: self.repurchase.as_ref().ok().map(|trained| trained.classifier.predict(&summary)),
        })
    }

    fn value(&self, purchases: &BgNbd, spend: &GammaGamma, customer: &Summary) -> Option<f64> {
        let Terms { months, monthly_discount, .. } = self.terms;
        let terms = lifetime::Terms { periods: months, period: MONTH, discount: monthly_discount };
        lifetime_value(purchases, spend, customer, &terms).ok()
    }
}

/// The history as it stood a horizon ago, and whether a purchase followed.
fn example(history: &History, terms: Terms) -> Option<Example> {
    let then = terms.today - terms.horizon_days;
    let before = history.until(then)?;
    Some(Example { customer: before.summary(then)?, bought_again: before.days.len() < history.days.len() })
}
