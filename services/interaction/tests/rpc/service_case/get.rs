//! GetServiceCase.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, phone_call, service_case};

on_both_engines! {
    async fn i12_what_was_recorded_is_read_and_an_interaction_is_none(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.service_cases().await;
        let request = wire::CreateServiceCaseRequest { service_case: Some(service_case(&customer.customer_id)), ..Default::default() };
        let made = client.create_service_case(request).await.unwrap().into_inner();
        let get = |id: &str| wire::GetServiceCaseRequest { service_case_id: id.into(), as_of: None };
        assert_eq!(client.get_service_case(get(&made.service_case_id)).await.unwrap().into_inner(), made);
        assert_eq!(house.reads_of(&made.service_case_id).await.len(), 1, "reading stands in the access log");
        let mut interactions = house.interactions().await;
        let logged = interactions.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap();
        let status = client.get_service_case(get(&logged.get_ref().interaction_id)).await.unwrap_err();
        assert_problem(&status, Code::NotFound, "NOT_FOUND");
    }
}
