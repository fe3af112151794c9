//! CreateComplaint.

use access::Role;
use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, complaint, fields};

/// The request that records one.
fn create(complaint: wire::Complaint) -> wire::CreateComplaintRequest {
    wire::CreateComplaintRequest { complaint: Some(complaint), ..Default::default() }
}

on_both_engines! {
    async fn i11_what_a_customer_brings_is_open_and_given_to_somebody(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (li, of_li) = house.person("li", Role::Service).await;
        let customer = house.customer_of(&wang).await;
        let mut client = house.complaints_of(&of_wang).await;
        let sent = wire::Complaint { assignee: li.staff_id.clone(), ..complaint(&customer.customer_number) };
        let made = client.create_complaint(create(sent)).await.unwrap().into_inner();
        assert_eq!((made.handling_state(), made.priority()), (wire::HandlingState::Open, wire::Priority::Normal));
        assert_eq!((&made.customer, &made.author, &made.assignee), (&customer.customer_id, &wang.staff_id, &li.staff_id));
        let get = wire::GetComplaintRequest { complaint_id: made.complaint_id.clone(), as_of: None };
        let read = house.complaints_of(&of_li).await.get_complaint(get).await.unwrap().into_inner();
        assert_eq!(read, made, "whoever handles it sees it at once");
        assert_eq!(house.read(&customer.customer_id).await.collaborators, [li.staff_id]);
        let verified = house.verify_journal_of("interaction").await;
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    }

    async fn every_violation_is_answered_at_once(engine) {
        let house = House::new(engine).await;
        let mut client = house.complaints().await;
        let broken = wire::Complaint { channel: 0, subject: " ".into(), ..complaint("") };
        let status = client.create_complaint(create(broken)).await.unwrap_err();
        assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
        let expected = ["complaint.customer", "complaint.channel", "complaint.subject"];
        assert_eq!(fields(&status), expected);
        let customer = house.given(house::company("甲", "13912345678")).await;
        let nobody = wire::Complaint { assignee: customer.customer_id.clone(), ..complaint(&customer.customer_id) };
        let status = client.create_complaint(create(nobody)).await.unwrap_err();
        assert_eq!(fields(&status), ["complaint.assignee"]);
    }

    async fn x1_those_who_work_on_a_customer_record_it_and_finance_does_not(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", Role::Sales).await;
        let (li, of_li) = house.person("li", Role::Service).await;
        let (_, of_zhao) = house.person("zhao", Role::Finance).await;
        let (_, of_sun) = house.person("sun", Role::Service).await;
        let customer = house.customer_of(&wang).await;
        house.let_in(&customer, &li).await;
        let made = house.complaints_of(&of_li).await.create_complaint(create(complaint(&customer.customer_id))).await;
        let get = wire::GetComplaintRequest { complaint_id: made.unwrap().into_inner().complaint_id, as_of: None };
        for other in [&of_zhao, &of_sun] {
            let mut client = house.complaints_of(other).await;
            let status = client.create_complaint(create(complaint(&customer.customer_id))).await.unwrap_err();
            assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
            let status = client.get_complaint(get.clone()).await.unwrap_err();
            assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
        }
    }
}
