//! UpdateServiceCase.

use contracts::interaction::v1 as wire;
use prost_types::Timestamp;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, fields, service_case};

on_both_engines! {
    async fn i12_a_correction_changes_what_it_names_and_not_how_far_it_is_handled(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.service_cases().await;
        let request = wire::CreateServiceCaseRequest { service_case: Some(service_case(&customer.customer_id)), ..Default::default() };
        let made = client.create_service_case(request).await.unwrap().into_inner();
        let corrected = wire::ServiceCase {
            question: "改正".into(),
            priority: wire::Priority::Urgent.into(),
            due_time: Some(Timestamp { seconds: 1_716_775_200, nanos: 0 }),
            ..made.clone()
        };
        let request = wire::UpdateServiceCaseRequest { service_case: Some(corrected.clone()), ..Default::default() };
        let answered = client.update_service_case(request.clone()).await.unwrap().into_inner();
        let expected = wire::ServiceCase {
            revision: 2,
            etag: answered.etag.clone(),
            update_time: answered.update_time,
            ..corrected
        };
        assert_eq!(answered, expected);
        let status = client.update_service_case(request).await.unwrap_err();
        assert_problem(&status, Code::Aborted, "ETAG_MISMATCH");
        let given = wire::ServiceCase { assignee: customer.customer_id.clone(), ..answered };
        let request = wire::UpdateServiceCaseRequest { service_case: Some(given), ..Default::default() };
        let status = client.update_service_case(request).await.unwrap_err();
        assert_eq!(fields(&status), ["service_case.assignee"], "it is given to somebody by another call");
    }
}
