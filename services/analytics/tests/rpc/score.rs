mod compute;
mod get;
mod get_model;
mod list;

use contracts::analytics::v1 as wire;
use contracts::customer::v1::Customer;
use contracts::interaction::v1 as interactions;
use wire::score_service_client::ScoreServiceClient;

use crate::harness::{Bearer, DAY, House, Reporting, Stub, line, sale};

async fn scores_of(house: &House, bearer: &Bearer) -> ScoreServiceClient<Stub> {
    ScoreServiceClient::new(house.stub(bearer.clone()).await)
}

/// Customers who bought at times in the last year: every other one within the last half, too. Of the first half of them somebody is the
/// owner.
pub(super) async fn buyers(house: &House, count: usize, owner: &str) -> Vec<Customer> {
    let now = house.clock.now().as_micros();
    let (mut customers, mut sales) = (Vec::new(), Vec::new());
    for number in 0..count {
        let owner = if number < count / 2 { owner.to_owned() } else { String::new() };
        let customer = house.customer(Customer { owner, ..Customer::default() }).await;
        let days = [330 - number as i64 % 40, 260 - number as i64 % 30, 210 - number as i64 % 17, 40];
        let bought = if number % 2 == 0 { 4 } else { 1 + number % 3 };
        for (index, days) in days.into_iter().take(bought).enumerate() {
            let amount = 1_000 + (number as i64 * 37) % 500 + (index as i64 * 71) % 90;
            sales.push(interactions::Transaction {
                customer: customer.customer_id.clone(),
                external_id: Some(interactions::TransactionExternalId {
                    source: "shop".into(),
                    id: format!("{number}-{index}"),
                }),
                ..sale(now - days * DAY, vec![line("龙井", "1", amount)])
            });
        }
        customers.push(customer);
    }
    house.brings_in(sales).await;
    house.counted().await;
    customers
}

/// Computes as the local administrator; answers all messages.
pub(super) async fn compute(house: &House, request: wire::ComputeScoresRequest) -> Vec<wire::ComputeScoresResponse> {
    let mut scores = scores_of(house, &Bearer(None)).await;
    let mut answers = scores.compute_scores(request).await.unwrap().into_inner();
    let mut messages = Vec::new();
    while let Some(message) = answers.message().await.unwrap() {
        messages.push(message);
    }
    messages
}
