//! CreateFeedback.

use access::Role;
use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, feedback, fields};

/// The request that records it.
fn create(feedback: wire::Feedback) -> wire::CreateFeedbackRequest {
    wire::CreateFeedbackRequest { feedback: Some(feedback), ..Default::default() }
}

on_both_engines! {
    async fn i10_a_rating_and_a_suggestion_are_kept_by_whoever_works_on_the_customer(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", Role::Sales).await;
        let (li, of_li) = house.person("li", Role::Service).await;
        let (_, of_zhao) = house.person("zhao", Role::Finance).await;
        let customer = house.customer_of(&wang).await;
        house.let_in(&customer, &li).await;
        let mut client = house.feedback_of(&of_li).await;
        let made = client.create_feedback(create(feedback(&customer.customer_number))).await.unwrap().into_inner();
        assert_eq!((made.rating, made.suggestion.as_str(), &made.author), (4, "多一些口味", &li.staff_id));
        assert_eq!((&made.customer, made.state()), (&customer.customer_id, wire::RecordState::Active));
        let status = house.feedback_of(&of_zhao).await.create_feedback(create(feedback(&customer.customer_id))).await;
        assert_problem(&status.unwrap_err(), Code::PermissionDenied, "PERMISSION_DENIED");
        let verified = house.verify_journal_of("interaction").await;
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    }

    async fn feedback_says_something_on_a_scale_of_five(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.feedback().await;
        let silent = wire::Feedback { rating: 0, suggestion: String::new(), ..feedback(&customer.customer_id) };
        for broken in [silent, wire::Feedback { rating: 6, ..feedback(&customer.customer_id) }] {
            let status = client.create_feedback(create(broken)).await.unwrap_err();
            assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(fields(&status), ["feedback.rating"]);
        }
        let worded = wire::Feedback { rating: 0, ..feedback(&customer.customer_id) };
        assert_eq!(client.create_feedback(create(worded)).await.unwrap().into_inner().rating, 0);
    }

    async fn a13_whether_a_customer_would_recommend_us_is_an_answer_of_its_own_even_0(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.feedback().await;
        let answered = |answer| wire::Feedback {
            rating: 0,
            suggestion: String::new(),
            recommendation: Some(answer),
            ..feedback(&customer.customer_id)
        };
        let made = client.create_feedback(create(answered(0))).await.unwrap().into_inner();
        assert_eq!((made.rating, made.recommendation), (0, Some(0)));
        let request = wire::GetFeedbackRequest { feedback_id: made.feedback_id, ..Default::default() };
        assert_eq!(client.get_feedback(request).await.unwrap().into_inner().recommendation, Some(0));
        let status = client.create_feedback(create(answered(11))).await.unwrap_err();
        assert_eq!(fields(&status), ["feedback.recommendation"]);
    }
}
