//! UndeleteFeedback.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, feedback};

on_both_engines! {
    async fn what_was_deleted_comes_back_as_it_was(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.feedback().await;
        let request = wire::CreateFeedbackRequest { feedback: Some(feedback(&customer.customer_id)), ..Default::default() };
        let made = client.create_feedback(request).await.unwrap().into_inner();
        let id = made.feedback_id.clone();
        let undelete = wire::UndeleteFeedbackRequest { feedback_id: id.clone(), ..Default::default() };
        let status = client.undelete_feedback(undelete.clone()).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "NOT_DELETED");
        let delete = wire::DeleteFeedbackRequest { feedback_id: id, etag: made.etag.clone(), ..Default::default() };
        client.delete_feedback(delete).await.unwrap();
        let back = client.undelete_feedback(undelete).await.unwrap().into_inner();
        let expected =
            wire::Feedback { revision: 3, etag: back.etag.clone(), update_time: back.update_time, ..made };
        assert_eq!(back, expected);
    }
}
