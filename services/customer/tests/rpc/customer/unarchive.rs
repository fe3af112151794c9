//! UnarchiveCustomer.

use contracts::customer::v1::{ErrorReason, UnarchiveCustomerRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::archive::{archive, unarchive};
use super::request_id;
use crate::harness::{House, company};

on_both_engines! {
    async fn a_repeated_request_answers_the_record_as_that_call_left_it(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let before = house.given(company("甲公司", "13912345678")).await;
        let archived = customers.archive_customer(archive(&before)).await.unwrap().into_inner();
        let stale = UnarchiveCustomerRequest { etag: before.etag.clone(), ..unarchive(&before) };
        let refused = customers.unarchive_customer(stale).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        let told = UnarchiveCustomerRequest { validate_only: true, ..unarchive(&before) };
        customers.unarchive_customer(told).await.unwrap();
        assert_eq!(house.read(&before.customer_id).await, archived);
        let request = UnarchiveCustomerRequest { request_id: request_id(1), ..unarchive(&before) };
        let back = customers.unarchive_customer(request.clone()).await.unwrap().into_inner();
        customers.archive_customer(archive(&back)).await.unwrap();
        assert_eq!(customers.unarchive_customer(request).await.unwrap().into_inner(), back);
    }
}
