//! UpdateComplaint.

use contracts::interaction::v1 as wire;
use prost_types::Timestamp;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, complaint, fields};

on_both_engines! {
    async fn i11_a_correction_changes_what_it_names_and_not_how_far_it_is_handled(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.complaints().await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&customer.customer_id)), ..Default::default() };
        let made = client.create_complaint(request).await.unwrap().into_inner();
        let corrected = wire::Complaint {
            description: "改正".into(),
            priority: wire::Priority::Urgent.into(),
            due_time: Some(Timestamp { seconds: 1_716_775_200, nanos: 0 }),
            ..made.clone()
        };
        let request = wire::UpdateComplaintRequest { complaint: Some(corrected.clone()), ..Default::default() };
        let answered = client.update_complaint(request.clone()).await.unwrap().into_inner();
        let expected = wire::Complaint {
            revision: 2,
            etag: answered.etag.clone(),
            update_time: answered.update_time,
            ..corrected
        };
        assert_eq!(answered, expected);
        let status = client.update_complaint(request).await.unwrap_err();
        assert_problem(&status, Code::Aborted, "ETAG_MISMATCH");
        let given = wire::Complaint { assignee: customer.customer_id.clone(), ..answered };
        let request = wire::UpdateComplaintRequest { complaint: Some(given), ..Default::default() };
        let status = client.update_complaint(request).await.unwrap_err();
        assert_eq!(fields(&status), ["complaint.assignee"], "it is given to somebody by another call");
    }
}
