//! ListFeedback.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, feedback};

on_both_engines! {
    async fn i10_those_who_are_not_satisfied_are_found(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.feedback().await;
        for rating in [1, 5, 2, 0, 4] {
            let sent = wire::Feedback { rating, ..feedback(&customer.customer_id) };
            let request = wire::CreateFeedbackRequest { feedback: Some(sent), ..Default::default() };
            client.create_feedback(request).await.unwrap();
            house.clock.advance(1_000_000);
        }
        let ratings = |listed: wire::ListFeedbackResponse| -> Vec<i32> {
            listed.feedback.into_iter().map(|listed| listed.rating).collect()
        };
        let low = wire::ListFeedbackRequest { filter: "rating <= 2".into(), ..Default::default() };
        assert_eq!(ratings(client.list_feedback(low).await.unwrap().into_inner()), [2, 1]);
        let unrated = wire::ListFeedbackRequest { filter: "NOT rating:*".into(), ..Default::default() };
        assert_eq!(ratings(client.list_feedback(unrated).await.unwrap().into_inner()), [0]);
        let foreign = wire::ListFeedbackRequest { filter: "handling_state = open".into(), ..Default::default() };
        let status = client.list_feedback(foreign).await.unwrap_err();
        assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
    }
}
