//! Fills a server with interactions, each by a call of its own, many at once.

use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::interaction::v1::{Channel, CreateInteractionRequest, Direction, Interaction};
use futures::stream::{StreamExt, TryStreamExt};
use indicatif::ProgressBar;
use prost_types::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Builder;

use crate::Outcome;
use crate::target::Target;

/// Calls under way while they are loaded.
const AT_ONCE: usize = 64;
/// From when on interactions took place: 2024-01-01.
const FIRST_SECOND: i64 = 1_704_067_200;
/// In how many seconds: two years.
const SECONDS: i64 = 2 * 365 * 24 * 3_600;
const POINTS: [&str; 4] = ["谈了报价和交期", "回访使用情况", "确认了合同条款，约了下次上门", "客户询问新品的价格"];

/// Interactions with customers, the same in every run.
pub struct Interactions {
    random: StdRng,
}

impl Interactions {
    /// Those that are loaded.
    pub fn loaded() -> Self {
        Self { random: StdRng::seed_from_u64(4) }
    }

    /// Those that are logged while it is measured.
    pub fn logged() -> Self {
        Self { random: StdRng::seed_from_u64(5) }
    }

    /// The next, with one of these customers.
    pub fn next(&mut self, customers: &[String]) -> CreateInteractionRequest {
        let place = self.random.random_range(0..customers.len().max(1));
        let points = POINTS.get(self.random.random_range(0..POINTS.len())).copied().unwrap_or_default();
        let seconds = FIRST_SECOND + self.random.random_range(0..SECONDS);
        let interaction = Interaction {
            customer: customers.get(place).cloned().unwrap_or_default(),
            channel: Channel::Phone.into(),
            direction: Direction::Outbound.into(),
            start_time: Some(Timestamp { seconds, nanos: 0 }),
            key_points: points.to_owned(),
            feedback: "有兴趣，下周再联系".to_owned(),
            ..Interaction::default()
        };
        let request_id = Builder::from_random_bytes(self.random.random()).into_uuid().to_string();
        CreateInteractionRequest { interaction: Some(interaction), request_id, validate_only: false }
    }
}

/// Loads so many interactions with the customers.
///
/// # Errors
/// The server refuses one.
pub async fn load(target: &Target, customers: &[String], count: usize, progress: &ProgressBar) -> Outcome<()> {
    let client = InteractionServiceClient::new(target.connect().await?);
    let mut interactions = Interactions::loaded();
    let calls = futures::stream::iter(std::iter::repeat_with(|| interactions.next(customers)).take(count));
    let calls = calls.map(|request| {
        let mut client = client.clone();
        async move { client.create_interaction(request).await }
    });
    let mut answers = calls.buffer_unordered(AT_ONCE);
    while answers.try_next().await?.is_some() {
        progress.inc(1);
    }
    Ok(())
}
