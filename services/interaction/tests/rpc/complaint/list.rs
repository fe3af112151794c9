//! ListComplaints.

use contracts::interaction::v1 as wire;
use prost_types::Timestamp;
use testkit::on_both_engines;

use crate::harness::{Callers, House, complaint};

on_both_engines! {
    async fn i11_what_is_overdue_is_listed_until_it_is_closed(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.complaints().await;
        let mut ids = Vec::new();
        for hour in 1..=3 {
            let due_time = Some(Timestamp { seconds: 1_716_170_400 + hour * 3_600, nanos: 0 });
            let sent = wire::Complaint { due_time, ..complaint(&customer.customer_id) };
            let request = wire::CreateComplaintRequest { complaint: Some(sent), ..Default::default() };
            ids.push(client.create_complaint(request).await.unwrap().into_inner().complaint_id);
            house.clock.advance(1_000_000);
        }
        let close = wire::ChangeComplaintStateRequest {
            complaint_id: ids[0].clone(),
            handling_state: wire::HandlingState::Closed.into(),
            resolution: "换新".into(),
            ..Default::default()
        };
        client.change_complaint_state(close).await.unwrap();
        let overdue = wire::ListComplaintsRequest {
            customer: customer.customer_number,
            filter: "handling_state != \"closed\" AND due_time < \"2024-05-20T05:00:00Z\" AND priority = \"normal\"".into(),
            ..Default::default()
        };
        let listed = client.list_complaints(overdue).await.unwrap().into_inner();
        let listed: Vec<_> = listed.complaints.into_iter().map(|listed| listed.complaint_id).collect();
        assert_eq!(listed, [ids[1].clone()]);
        let all = client.list_complaints(wire::ListComplaintsRequest::default()).await.unwrap().into_inner();
        let all: Vec<_> = all.complaints.into_iter().map(|listed| listed.complaint_id).collect();
        ids.reverse();
        assert_eq!(all, ids, "the newest first");
    }
}
