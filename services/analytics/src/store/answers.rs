//! Answers that are kept until something new is heard: whoever asks the same again meanwhile makes the database count nothing.

use std::sync::Arc;
use std::time::Duration;

use database::Database;
use jiff::civil::Date;
use moka::future::Cache;

use super::audience::Audience;
use super::sums::{self, Answer, Question};
use super::turn;
use crate::domain::report::{Days, Dimension, Measure, Subject};
use crate::domain::zones::Zones;
use crate::error::Error;

/// The most sums that are kept; those that were asked for least go first.
const MOST_SUMS: u64 = 100_000;
/// How long an answer is kept that nobody asks for.
const IDLE: Duration = Duration::from_secs(60);

/// The answers of a process.
pub struct Answers(Cache<Key, Arc<Vec<Answer>>>);

/// A question, and how much had been heard when it was asked.
#[derive(Eq, Hash, PartialEq)]
struct Key {
    turn: i64,
    tenant: String,
    measure: Measure,
    dimensions: Vec<Dimension>,
    days: Days,
    periods: Vec<Date>,
    zone: Option<Zones>,
    currency: Option<String>,
    filter: Option<String>,
    audience: Audience,
}

impl Default for Answers {
    fn default() -> Self {
        let weight = |_: &Key, answers: &Arc<Vec<Answer>>| u32::try_from(answers.len() + 1).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(MOST_SUMS).weigher(weight).time_to_idle(IDLE).build())
    }
}

impl Answers {
    /// The sums that answer a question, day by day, as of all that was heard until now.
    ///
    /// # Errors
    /// Those of [`sums::read`].
    pub async fn read(&self, database: &Database, question: Question<'_>) -> Result<Arc<Vec<Answer>>, Error> {
        let count = async || sums::read(database, question).await.map(Arc::new);
        // What the tenant makes here is heard of nobody.
        if question.measure.subject() == Subject::Targets {
            return count().await;
        }
        let key = Key::new(turn::number(database).await?, question);
        match self.0.try_get_with(key, count()).await {
            Ok(answers) => Ok(answers),
            // All who waited for it share the error, which is for one.
            Err(_) => count().await,
        }
    }
}

impl Key {
    fn new(turn: i64, question: Question<'_>) -> Self {
        Self {
            turn,
            tenant: question.tenant.to_owned(),
            measure: question.measure,
            dimensions: question.dimensions.to_vec(),
            days: question.days,
            periods: question.periods.to_vec(),
            zone: question.zone.cloned(),
            currency: question.currency.map(ToOwned::to_owned),
            filter: question.filter.map(ToString::to_string),
            audience: question.audience.clone(),
        }
    }
}
