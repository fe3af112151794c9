//! Answers that are kept until something new is heard: whoever asks the same again meanwhile makes the database count nothing.

use std::sync::Arc;
use std::time::Duration;

use database::Database;
use jiff::civil::Date;
use moka::future::Cache;

use super::audience::Audience;
use super::sums::{self, Answer, Question};
use super::turn::Turn;
use crate::domain::report::{Days, Dimension, Measure, Subject};
use crate::domain::zones::Zones;
use crate::error::{Error, Objection};

/// The most sums that are kept; those that were asked for least go first.
const MOST_SUMS: u64 = 100_000;
/// How long an answer is kept that nobody asks for.
const IDLE: Duration = Duration::from_secs(60);

/// The answers of a process.
pub struct Answers(Cache<Key, Arc<Vec<Answer>>>);

/// A question, and how much had been heard when it was asked.
#[derive(Eq, Hash, PartialEq)]
struct Key {
    turn: Turn,
    tenant: String,
    measure: Measure,
    dimensions: Vec<Dimension>,
    days: Days,
    /// Only of what is counted once in each; days add up to any.
    periods: Vec<Date>,
    zone: Option<Zones>,
    currency: Option<String>,
    filter: Option<String>,
    audience: Audience,
}

impl Default for Answers {
    fn default() -> Self {
        let weight = |key: &Key, answers: &Arc<Vec<Answer>>| {
            u32::try_from(key.weight().saturating_add(answers.len())).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(MOST_SUMS).weigher(weight).time_to_idle(IDLE).build())
    }
}

impl Answers {
    /// The sums that answer a question, day by day, as of all that was heard until a turn, or more.
    ///
    /// # Errors
    /// Those of [`sums::read`].
    pub async fn read(
        &self,
        database: &Database,
        turn: Turn,
        question: Question<'_>,
    ) -> Result<Arc<Vec<Answer>>, Error> {
        let count = async || sums::read(database, question).await.map(Arc::new);
        // What the tenant makes here is heard of nobody.
        if question.measure.subject() == Subject::Targets {
            return count().await;
        }
        match self.0.try_get_with(Key::new(turn, question), count()).await {
            Ok(answers) => Ok(answers),
            Err(error) => match &*error {
                Error::Objection(Objection::TooManyRows) => Err(Objection::TooManyRows.into()),
                // All who waited for it share the error, and what broke off for one need not for the next.
                _ => count().await,
            },
        }
    }
}

impl Key {
    fn new(turn: Turn, question: Question<'_>) -> Self {
        let is_counted_once = question.measure.subject() == Subject::Purchases;
        Self {
            turn,
            tenant: question.tenant.to_owned(),
            measure: question.measure,
            dimensions: question.dimensions.to_vec(),
            days: question.days,
            periods: if is_counted_once { question.periods.to_vec() } else { Vec::new() },
            zone: question.zone.cloned(),
            currency: question.currency.map(ToOwned::to_owned),
            filter: question.filter.map(ToString::to_string),
            audience: question.audience.clone(),
        }
    }

    /// About how many sums take as much memory.
    fn weight(&self) -> usize {
        let text = self.filter.as_ref().map_or(0, String::len);
        1 + (text + size_of_val(self.periods.as_slice())) / size_of::<Answer>()
    }
}
