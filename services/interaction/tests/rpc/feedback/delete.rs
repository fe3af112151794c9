//! DeleteFeedback.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, feedback};

on_both_engines! {
    async fn what_is_deleted_is_not_changed_and_not_listed(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.feedback().await;
        let request = wire::CreateFeedbackRequest { feedback: Some(feedback(&customer.customer_id)), ..Default::default() };
        let made = client.create_feedback(request).await.unwrap().into_inner();
        let request = wire::DeleteFeedbackRequest {
            feedback_id: made.feedback_id.clone(),
            etag: made.etag.clone(),
            ..Default::default()
        };
        let deleted = client.delete_feedback(request.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), wire::RecordState::Deleted);
        let again = wire::DeleteFeedbackRequest { etag: deleted.etag, ..request };
        let status = client.delete_feedback(again).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "DELETED");
        let all = wire::ListFeedbackRequest::default();
        let listed = client.list_feedback(all).await.unwrap().into_inner();
        assert!(listed.feedback.is_empty(), "{listed:?}");
    }
}
