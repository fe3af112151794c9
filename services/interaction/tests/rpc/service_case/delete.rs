//! DeleteServiceCase.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, service_case};

on_both_engines! {
    async fn what_is_deleted_is_not_changed_and_not_listed(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.service_cases().await;
        let request = wire::CreateServiceCaseRequest { service_case: Some(service_case(&customer.customer_id)), ..Default::default() };
        let made = client.create_service_case(request).await.unwrap().into_inner();
        let request = wire::DeleteServiceCaseRequest {
            service_case_id: made.service_case_id.clone(),
            etag: made.etag.clone(),
            ..Default::default()
        };
        let deleted = client.delete_service_case(request.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), wire::RecordState::Deleted);
        let again = wire::DeleteServiceCaseRequest { etag: deleted.etag, ..request };
        let status = client.delete_service_case(again).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "DELETED");
        let all = wire::ListServiceCasesRequest::default();
        let listed = client.list_service_cases(all).await.unwrap().into_inner();
        assert!(listed.service_cases.is_empty(), "{listed:?}");
    }
}
