//! ListServiceCases.

use contracts::interaction::v1 as wire;
use prost_types::Timestamp;
use testkit::on_both_engines;

use crate::harness::{Callers, House, service_case};

on_both_engines! {
    async fn i12_what_is_overdue_is_listed_until_it_is_closed(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.service_cases().await;
        let mut ids = Vec::new();
        for hour in 1..=3 {
            let due_time = Some(Timestamp { seconds: 1_716_170_400 + hour * 3_600, nanos: 0 });
            let sent = wire::ServiceCase { due_time, ..service_case(&customer.customer_id) };
            let request = wire::CreateServiceCaseRequest { service_case: Some(sent), ..Default::default() };
            ids.push(client.create_service_case(request).await.unwrap().into_inner().service_case_id);
            house.clock.advance(1_000_000);
        }
        let close = wire::ChangeServiceCaseStateRequest {
            service_case_id: ids[0].clone(),
            handling_state: wire::HandlingState::Closed.into(),
            solution: "换新".into(),
            ..Default::default()
        };
        client.change_service_case_state(close).await.unwrap();
        let overdue = wire::ListServiceCasesRequest {
            customer: customer.customer_number,
            filter: "handling_state != \"closed\" AND due_time < \"2024-05-20T05:00:00Z\" AND priority = \"normal\"".into(),
            ..Default::default()
        };
        let listed = client.list_service_cases(overdue).await.unwrap().into_inner();
        let listed: Vec<_> = listed.service_cases.into_iter().map(|listed| listed.service_case_id).collect();
        assert_eq!(listed, [ids[1].clone()]);
        let all = client.list_service_cases(wire::ListServiceCasesRequest::default()).await.unwrap().into_inner();
        let all: Vec<_> = all.service_cases.into_iter().map(|listed| listed.service_case_id).collect();
        ids.reverse();
        assert_eq!(all, ids, "the newest first");
    }
}
