//! UndeleteComplaint.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, complaint};

on_both_engines! {
    async fn what_was_deleted_comes_back_as_it_was(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.complaints().await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&customer.customer_id)), ..Default::default() };
        let made = client.create_complaint(request).await.unwrap().into_inner();
        let id = made.complaint_id.clone();
        let undelete = wire::UndeleteComplaintRequest { complaint_id: id.clone(), ..Default::default() };
        let status = client.undelete_complaint(undelete.clone()).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "NOT_DELETED");
        let delete = wire::DeleteComplaintRequest { complaint_id: id, etag: made.etag.clone(), ..Default::default() };
        client.delete_complaint(delete).await.unwrap();
        let back = client.undelete_complaint(undelete).await.unwrap().into_inner();
        let expected =
            wire::Complaint { revision: 3, etag: back.etag.clone(), update_time: back.update_time, ..made };
        assert_eq!(back, expected);
    }
}
