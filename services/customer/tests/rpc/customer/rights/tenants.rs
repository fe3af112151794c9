//! A tenant is a world of its own.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::ErrorReason;
use contracts::customer::v1::get_customer_request::Key;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::ask;
use crate::harness::{self, House, company, create};
use crate::rpc::customer::{request_id, shop_id};

on_both_engines! {
    async fn another_tenant_sees_nothing_and_may_use_the_same_numbers_ids_and_requests(engine) {
        let house = House::new(engine).await;
        let sent = wire::Customer { external_ids: vec![shop_id("1")], ..company("红星机械厂", "13912345678") };
        let request = wire::CreateCustomerRequest { request_id: request_id(1), ..create(sent) };
        let ours = house.customers().await.create_customer(request.clone()).await.unwrap().into_inner();
        let mut acme = house.customers_of(house.token("acme", "chen", Role::Administrator)).await;

        for outcome in ask(&mut acme, &ours, &ours.customer_id).await {
            assert_problem(&outcome.unwrap_err(), Code::NotFound, ErrorReason::NotFound.as_str_name());
        }
        let key = Some(Key::ExternalId(shop_id("1")));
        let by_external_id = wire::GetCustomerRequest { key, as_of: None };
        let refused = acme.get_customer(by_external_id.clone()).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let listed = wire::ListCustomersRequest { show_deleted: true, ..Default::default() };
        assert!(acme.list_customers(listed).await.unwrap().into_inner().customers.is_empty());
        for query in ["红星", "13912345678", "5678", &ours.customer_number] {
            let request = wire::SearchCustomersRequest { query: query.into(), ..Default::default() };
            assert!(acme.search_customers(request).await.unwrap().into_inner().customers.is_empty(), "{query}");
        }

        let theirs = acme.create_customer(request).await.unwrap().into_inner();
        assert_ne!(theirs.customer_id, ours.customer_id);
        assert_eq!(theirs.customer_number, "C20240520001");
        assert_eq!(ours.customer_number, "C20240520001");
        let found = acme.get_customer(by_external_id.clone()).await.unwrap().into_inner();
        assert_eq!(found, theirs);
        assert_eq!(house.customers().await.get_customer(by_external_id).await.unwrap().into_inner(), ours);
        let account = acme.verify_numbers(wire::VerifyNumbersRequest::default()).await.unwrap().into_inner();
        assert_eq!((account.held_count, account.gaps.len()), (1, 0));
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn a_service_reads_in_the_tenant_that_it_names_and_nobody_else_may_name_one(engine) {
        let house = House::new(engine).await;
        let mut acme = house.customers_of(house.token("acme", "chen", Role::Administrator)).await;
        let theirs = acme.create_customer(create(company("红星机械厂", "13912345678"))).await.unwrap().into_inner();
        let named = || {
            let mut request = tonic::Request::new(harness::get(&theirs.customer_id));
            request.metadata_mut().insert("dossier-tenant", "acme".parse().unwrap());
            request
        };
        let mut service = house.customers_of(house.token("platform", "reminder", Role::System)).await;
        assert_eq!(service.get_customer(named()).await.unwrap().into_inner(), theirs);
        assert_eq!(service.get_customer(harness::get(&theirs.customer_id)).await.unwrap_err().code(), Code::NotFound);
        for role in [Role::Administrator, Role::Sales, Role::Service, Role::Finance] {
            for tenant in ["default", "acme"] {
                let mut other = house.customers_of(house.token(tenant, "chen", role)).await;
                let refused = other.get_customer(named()).await.unwrap_err();
                assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
            }
        }
        let refused = house.customers().await.get_customer(named()).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
    }
}
