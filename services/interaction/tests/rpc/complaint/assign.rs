//! AssignComplaint.

use access::Role;
use contracts::customer::v1::UpdateStaffRequest;
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Bearer, Callers, House, HouseWithoutAnswers, complaint, fields};

/// The request that gives one to a member of staff.
fn to(made: &wire::Complaint, staff: &str) -> wire::AssignComplaintRequest {
    wire::AssignComplaintRequest {
        complaint_id: made.complaint_id.clone(),
        assignee: staff.into(),
        ..Default::default()
    }
}

on_both_engines! {
    async fn i11_whoever_handles_it_works_on_the_customer_from_then_on(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (li, of_li) = house.person("li", Role::Service).await;
        let customer = house.customer_of(&wang).await;
        let mut client = house.complaints_of(&of_wang).await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&customer.customer_id)), ..Default::default() };
        let made = client.create_complaint(request).await.unwrap().into_inner();
        let dry = wire::AssignComplaintRequest { validate_only: true, ..to(&made, &li.staff_id) };
        client.assign_complaint(dry).await.unwrap();
        assert_eq!(house.read(&customer.customer_id).await.collaborators, [""; 0]);

        let assigned = client.assign_complaint(to(&made, &li.staff_id)).await.unwrap().into_inner();
        assert_eq!(assigned.assignee, li.staff_id);
        let known = house.read(&customer.customer_id).await;
        assert_eq!(known.collaborators, std::slice::from_ref(&li.staff_id));
        // Nothing is done twice: neither here nor there.
        assert_eq!(client.assign_complaint(to(&made, &li.staff_id)).await.unwrap().into_inner(), assigned);
        let own = client.assign_complaint(to(&made, &wang.staff_id)).await.unwrap().into_inner();
        assert_eq!(own.assignee, wang.staff_id);
        client.assign_complaint(to(&made, &li.staff_id)).await.unwrap();
        assert_eq!(house.read(&customer.customer_id).await.revision, known.revision);

        let mut of_li = house.complaints_of(&of_li).await;
        let all = wire::ListComplaintsRequest { filter: format!("assignee = \"{}\"", li.staff_id), ..Default::default() };
        house.follow("interaction", "customer").await;
        assert_eq!(of_li.list_complaints(all).await.unwrap().into_inner().complaints.len(), 1);
        let nobody = of_li.assign_complaint(to(&made, "")).await.unwrap().into_inner();
        assert_eq!(nobody.assignee, "");
    }

    async fn x1_nobody_is_let_in_by_whoever_may_not(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", Role::Sales).await;
        let (li, of_li) = house.person("li", Role::Service).await;
        let (sun, _) = house.person("sun", Role::Service).await;
        let customer = house.customer_of(&wang).await;
        house.let_in(&customer, &li).await;
        let mut client = house.complaints_of(&of_li).await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&customer.customer_id)), ..Default::default() };
        let made = client.create_complaint(request).await.unwrap().into_inner();
        let status = client.assign_complaint(to(&made, &sun.staff_id)).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "ASSIGNEE_OUTSIDE");
        assert_eq!(house.read(&customer.customer_id).await.collaborators, [li.staff_id]);
        client.assign_complaint(to(&made, &wang.staff_id)).await.expect("the owner works on it already");

        let left = contracts::customer::v1::Staff { inactive: true, ..sun };
        let request = UpdateStaffRequest { staff: Some(left.clone()), ..Default::default() };
        StaffServiceClient::new(house.stub(Bearer(None)).await).update_staff(request).await.unwrap();
        let status = client.assign_complaint(to(&made, &left.staff_id)).await.unwrap_err();
        assert_eq!(fields(&status), ["assignee"]);
    }

    async fn a_customer_service_that_is_away_is_told_apart_from_a_refusal(engine) {
        let house = HouseWithoutAnswers::new(engine).await;
        let (wang, _) = house.person("wang", Role::Sales).await;
        let customer = house.customer_of(&wang).await;
        house.follow("interaction", "customer").await;
        let mut client = house.complaints().await;
        let request = wire::CreateComplaintRequest { complaint: Some(complaint(&customer.customer_id)), ..Default::default() };
        let made = client.create_complaint(request).await.unwrap().into_inner();
        let status = client.assign_complaint(to(&made, &wang.staff_id)).await.unwrap_err();
        assert_problem(&status, Code::Unavailable, "CUSTOMERS_UNAVAILABLE");
        let get = wire::GetComplaintRequest { complaint_id: made.complaint_id.clone(), as_of: None };
        assert_eq!(client.get_complaint(get).await.unwrap().into_inner(), made, "nothing was changed");
    }
}
