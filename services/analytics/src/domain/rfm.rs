//! Recency, frequency, monetary value (RFM): customers scored by when they last bought, how often and for how much.
//!
//! Of each measure the customers are cut into buckets by quantiles (type 7): a bucket begins at its quantile plus one and ends
//! before the next one's. So equal values always have equal scores, and a bucket may stay empty.

use super::quantile::quantile;

/// The fewest buckets of a measure.
pub const FEWEST_BUCKETS: u8 = 2;
/// The most buckets of a measure.
pub const MOST_BUCKETS: u8 = 10;
/// How far above its quantile a bucket begins: a day, a purchase, a unit of the currency.
const ABOVE_QUANTILE: f64 = 1.0;

/// What a customer did until the day of the analysis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Behaviour {
    /// Days since the last purchase.
    pub recency_days: u32,
    /// How many purchases there were.
    pub frequency: u32,
    /// What they amount to, in units of the currency.
    pub monetary: f64,
}

/// Into how many buckets each measure is cut.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Buckets {
    recency: u8,
    frequency: u8,
    monetary: u8,
}

/// A number of buckets that none can have.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be between {FEWEST_BUCKETS} and {MOST_BUCKETS}")]
pub struct BucketsOutOfRange;

impl Default for Buckets {
    fn default() -> Self {
        Self { recency: 5, frequency: 5, monetary: 5 }
    }
}

impl Buckets {
    /// So many buckets of recency, frequency and monetary value.
    ///
    /// # Errors
    /// One has fewer than [`FEWEST_BUCKETS`] or more than [`MOST_BUCKETS`].
    pub fn new(recency: u8, frequency: u8, monetary: u8) -> Result<Self, BucketsOutOfRange> {
        let good = |count: &u8| (FEWEST_BUCKETS..=MOST_BUCKETS).contains(count);
        let all_good = [recency, frequency, monetary].iter().all(good);
        all_good.then_some(Self { recency, frequency, monetary }).ok_or(BucketsOutOfRange)
    }

    /// How many there are of recency, of frequency and of monetary value.
    pub fn counts(self) -> (u8, u8, u8) {
        (self.recency, self.frequency, self.monetary)
    }
}

/// How a customer compares with the others: from 1, the least, to the number of buckets, the best.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Scores {
    /// Highest for those who bought last.
    pub recency: u8,
    /// Highest for those who bought most often.
    pub frequency: u8,
    /// Highest for those who spent most.
    pub monetary: u8,
}

/// Where the buckets of each measure begin, as found among all customers: what a score rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// In days; ascending, one fewer than there are buckets.
    pub recency: Vec<f64>,
    /// In purchases.
    pub frequency: Vec<f64>,
    /// In units of the currency.
    pub monetary: Vec<f64>,
}

impl Scale {
    /// The scale of these customers. Without customers it has no cuts.
    pub fn of(customers: &[Behaviour], buckets: Buckets) -> Self {
        let cuts = |count: u8, measure: fn(&Behaviour) -> f64| {
            let mut values: Vec<f64> = customers.iter().map(measure).collect();
            values.sort_by(f64::total_cmp);
            let shares = (1..count).map(|bucket| f64::from(bucket) / f64::from(count));
            shares.filter_map(|share| Some(quantile(&values, share)? + ABOVE_QUANTILE)).collect()
        };
        Self {
            recency: cuts(buckets.recency, |customer| f64::from(customer.recency_days)),
            frequency: cuts(buckets.frequency, |customer| f64::from(customer.frequency)),
            monetary: cuts(buckets.monetary, |customer| customer.monetary),
        }
    }

    /// The scores of one customer.
    pub fn score(&self, customer: &Behaviour) -> Scores {
        let reached = |cuts: &[f64], value: f64| cuts.iter().filter(|cut| value >= **cut).count();
        let score = |passed: usize| u8::try_from(passed + 1).unwrap_or(MOST_BUCKETS);
        let later = reached(&self.recency, f64::from(customer.recency_days));
        Scores {
            recency: score(self.recency.len().saturating_sub(later)),
            frequency: score(reached(&self.frequency, f64::from(customer.frequency))),
            monetary: score(reached(&self.monetary, customer.monetary)),
        }
    }
}
