//! UndeleteServiceCase.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, service_case};

on_both_engines! {
    async fn what_was_deleted_comes_back_as_it_was(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.service_cases().await;
        let request = wire::CreateServiceCaseRequest { service_case: Some(service_case(&customer.customer_id)), ..Default::default() };
        let made = client.create_service_case(request).await.unwrap().into_inner();
        let id = made.service_case_id.clone();
        let undelete = wire::UndeleteServiceCaseRequest { service_case_id: id.clone(), ..Default::default() };
        let status = client.undelete_service_case(undelete.clone()).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "NOT_DELETED");
        let delete = wire::DeleteServiceCaseRequest { service_case_id: id, etag: made.etag.clone(), ..Default::default() };
        client.delete_service_case(delete).await.unwrap();
        let back = client.undelete_service_case(undelete).await.unwrap().into_inner();
        let expected =
            wire::ServiceCase { revision: 3, etag: back.etag.clone(), update_time: back.update_time, ..made };
        assert_eq!(back, expected);
    }
}
