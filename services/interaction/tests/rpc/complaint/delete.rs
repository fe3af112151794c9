//! DeleteComplaint.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, complaint};

on_both_engines! {
    async fn what_is_deleted_is_not_changed_and_not_listed(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.complaints().await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&customer.customer_id)), ..Default::default() };
        let made = client.create_complaint(request).await.unwrap().into_inner();
        let request = wire::DeleteComplaintRequest {
            complaint_id: made.complaint_id.clone(),
            etag: made.etag.clone(),
            ..Default::default()
        };
        let deleted = client.delete_complaint(request.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), wire::RecordState::Deleted);
        let again = wire::DeleteComplaintRequest { etag: deleted.etag, ..request };
        let status = client.delete_complaint(again).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "DELETED");
        let all = wire::ListComplaintsRequest::default();
        let listed = client.list_complaints(all).await.unwrap().into_inner();
        assert!(listed.complaints.is_empty(), "{listed:?}");
    }
}
