//! CreateServiceCase.

use access::Role;
use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, fields, service_case};

/// The request that records one.
fn create(service_case: wire::ServiceCase) -> wire::CreateServiceCaseRequest {
    wire::CreateServiceCaseRequest { service_case: Some(service_case), ..Default::default() }
}

on_both_engines! {
    async fn i12_what_a_customer_brings_is_open_and_given_to_somebody(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (li, of_li) = house.person("li", Role::Service).await;
        let customer = house.customer_of(&wang).await;
        let mut client = house.service_cases_of(&of_wang).await;
        let sent = wire::ServiceCase { assignee: li.staff_id.clone(), ..service_case(&customer.customer_number) };
        let made = client.create_service_case(create(sent)).await.unwrap().into_inner();
        assert_eq!((made.handling_state(), made.priority()), (wire::HandlingState::Open, wire::Priority::Normal));
        assert_eq!((&made.customer, &made.author, &made.assignee), (&customer.customer_id, &wang.staff_id, &li.staff_id));
        let get = wire::GetServiceCaseRequest { service_case_id: made.service_case_id.clone(), as_of: None };
        let read = house.service_cases_of(&of_li).await.get_service_case(get).await.unwrap().into_inner();
        assert_eq!(read, made, "whoever handles it sees it at once");
        assert_eq!(house.read(&customer.customer_id).await.collaborators, [li.staff_id]);
        let verified = house.verify_journal_of("interaction").await;
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    }

    async fn every_violation_is_answered_at_once(engine) {
        let house = House::new(engine).await;
        let mut client = house.service_cases().await;
        let broken = wire::ServiceCase { channel: 0, question: " ".into(), ..service_case("") };
        let status = client.create_service_case(create(broken)).await.unwrap_err();
        assert_problem(&status, Code::InvalidArgument, "INVALID_FIELDS");
        let expected = ["service_case.customer", "service_case.channel", "service_case.question"];
        assert_eq!(fields(&status), expected);
        let customer = house.given(house::company("甲", "13912345678")).await;
        let nobody = wire::ServiceCase { assignee: customer.customer_id.clone(), ..service_case(&customer.customer_id) };
        let status = client.create_service_case(create(nobody)).await.unwrap_err();
        assert_eq!(fields(&status), ["service_case.assignee"]);
    }

    async fn x1_those_who_work_on_a_customer_record_it_and_finance_does_not(engine) {
        let house = House::new(engine).await;
        let (wang, _) = house.person("wang", Role::Sales).await;
        let (li, of_li) = house.person("li", Role::Service).await;
        let (_, of_zhao) = house.person("zhao", Role::Finance).await;
        let (_, of_sun) = house.person("sun", Role::Service).await;
        let customer = house.customer_of(&wang).await;
        house.let_in(&customer, &li).await;
        let made = house.service_cases_of(&of_li).await.create_service_case(create(service_case(&customer.customer_id))).await;
        let get = wire::GetServiceCaseRequest { service_case_id: made.unwrap().into_inner().service_case_id, as_of: None };
        for other in [&of_zhao, &of_sun] {
            let mut client = house.service_cases_of(other).await;
            let status = client.create_service_case(create(service_case(&customer.customer_id))).await.unwrap_err();
            assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
            let status = client.get_service_case(get.clone()).await.unwrap_err();
            assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
        }
    }
}
