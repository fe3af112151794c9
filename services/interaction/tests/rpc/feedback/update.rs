//! UpdateFeedback.

use contracts::interaction::v1 as wire;
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, feedback, fields};

on_both_engines! {
    async fn i10_a_correction_changes_what_it_names_and_leaves_something_said(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.feedback().await;
        let request = wire::CreateFeedbackRequest { feedback: Some(feedback(&customer.customer_id)), ..Default::default() };
        let made = client.create_feedback(request).await.unwrap().into_inner();
        let corrected = wire::Feedback { rating: 2, suggestion: String::new(), ..made.clone() };
        let request = wire::UpdateFeedbackRequest { feedback: Some(corrected), ..Default::default() };
        let answered = client.update_feedback(request.clone()).await.unwrap().into_inner();
        assert_eq!((answered.rating, &answered.suggestion), (2, &made.suggestion));
        let status = client.update_feedback(request).await.unwrap_err();
        assert_problem(&status, Code::Aborted, "ETAG_MISMATCH");
        let silent = wire::Feedback { rating: 0, suggestion: String::new(), ..answered };
        let update_mask = Some(FieldMask { paths: vec!["rating".into(), "suggestion".into()] });
        let request = wire::UpdateFeedbackRequest { feedback: Some(silent), update_mask, ..Default::default() };
        let status = client.update_feedback(request).await.unwrap_err();
        assert_eq!(fields(&status), ["feedback.rating"]);
    }
}
