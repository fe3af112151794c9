//! Fields of a class that a caller may not read: masked, and of no use to find the record.

use access::Role;
use contracts::customer::v1 as wire;
use contracts::options::v1::DataClass;
use testkit::on_both_engines;

use super::{Shop, told};
use crate::harness::{company, get};
use crate::rpc::customer::{shop_id, update};

const EVERY_PERSONAL_CLASS: [DataClass; 4] =
    [DataClass::Name, DataClass::Contact, DataClass::Identity, DataClass::Note];

on_both_engines! {
    async fn x3_sales_read_all_of_their_own_and_the_facts_of_the_pool(engine) {
        let shop = Shop::open(engine).await;
        let mut customers = shop.as_li(Role::Sales).await;
        let own = customers.get_customer(get(&shop.own.customer_id)).await.unwrap().into_inner();
        assert_eq!(own, shop.own);
        let pool = customers.get_customer(get(&shop.pool.customer_id)).await.unwrap().into_inner();
        assert_eq!((pool.registered_name.as_str(), pool.remarks.as_str()), ("****", "****"));
        assert_eq!(pool.contact_points[0].value, "****78");
        assert!(pool.external_ids.is_empty());
        assert_eq!((pool.level.as_str(), &pool.customer_number), ("A", &shop.pool.customer_number));
        assert_eq!(pool.masked_classes().collect::<Vec<_>>(), EVERY_PERSONAL_CLASS);
        // The name of a company is a fact.
        let company = shop.house.given(company("红星机械厂", "13912345678")).await;
        let pool = customers.get_customer(get(&company.customer_id)).await.unwrap().into_inner();
        assert_eq!((pool.registered_name.as_str(), pool.contact_points[0].value.as_str()), ("红星机械厂", "****78"));
        let classes = [DataClass::Contact, DataClass::Identity, DataClass::Note];
        assert_eq!(pool.masked_classes().collect::<Vec<_>>(), classes);
    }

    async fn x3_finance_read_names_and_masked_contacts(engine) {
        let shop = Shop::open(engine).await;
        let mut customers = shop.as_li(Role::Finance).await;
        for customer in shop.all() {
            let read = customers.get_customer(get(&customer.customer_id)).await.unwrap().into_inner();
            assert_eq!(read.registered_name, customer.registered_name);
            assert_eq!((read.contact_points[0].value.as_str(), read.remarks.as_str()), ("****78", "****"));
            assert!(read.external_ids.is_empty());
            let classes = [DataClass::Contact, DataClass::Identity, DataClass::Note];
            assert_eq!(read.masked_classes().collect::<Vec<_>>(), classes);
        }
    }

    async fn x3_service_read_what_they_handle_all_but_identity(engine) {
        let shop = Shop::open(engine).await;
        let mut customers = shop.as_li(Role::Service).await;
        let read = customers.get_customer(get(&shop.own.customer_id)).await.unwrap().into_inner();
        let expected = wire::Customer {
            external_ids: Vec::new(),
            masked_classes: vec![DataClass::Identity.into()],
            ..shop.own.clone()
        };
        assert_eq!(read, expected);
    }

    async fn x3_a_field_that_is_masked_finds_nothing(engine) {
        let shop = Shop::open(engine).await;
        let company = shop.house.given(company("红星机械厂", "13812345678")).await;
        let (own, others, pool) = (&shop.own, &shop.others, &shop.pool);
        for (role, query, expected) in [
            (Role::Administrator, "13912345678", vec![pool, others, own]),
            (Role::Sales, "13912345678", vec![own]),
            (Role::Sales, "先生", vec![own]),
            (Role::Sales, "13812345678", vec![]),
            (Role::Sales, "红星", vec![&company]),
            (Role::Sales, &pool.customer_number, vec![pool]),
            (Role::Sales, &others.customer_number, vec![]),
            (Role::Service, "5678", vec![own]),
            (Role::Service, "红星", vec![]),
            (Role::Finance, "13912345678", vec![]),
            (Role::Finance, "先生", vec![pool, others, own]),
        ] {
            let request = wire::SearchCustomersRequest { query: query.into(), ..Default::default() };
            let found = shop.as_li(role).await.search_customers(request).await.unwrap().into_inner().customers;
            let ids: Vec<_> = found.into_iter().map(|customer| customer.customer_id).collect();
            let expected: Vec<_> = expected.into_iter().map(|customer| customer.customer_id.clone()).collect();
            assert_eq!(ids, expected, "{role:?} {query}");
        }
    }

    async fn x3_an_id_in_another_system_finds_nobody_for_those_who_may_not_read_it(engine) {
        let shop = Shop::open(engine).await;
        let by_id = |id: &str| wire::GetCustomerRequest {
            key: Some(wire::get_customer_request::Key::ExternalId(shop_id(id))),
            as_of: None,
        };
        for (role, visible) in [
            (Role::Administrator, vec!["own", "others", "pool"]),
            (Role::Sales, vec!["own"]),
            (Role::Service, vec![]),
            (Role::Finance, vec![]),
        ] {
            let mut customers = shop.as_li(role).await;
            let nobody = told(&customers.get_customer(by_id("nobody")).await.unwrap_err());
            for id in ["own", "others", "pool"] {
                match customers.get_customer(by_id(id)).await {
                    Ok(found) => assert!(visible.contains(&id), "{role:?} {:?}", found.into_inner()),
                    Err(refused) => assert_eq!((visible.contains(&id), told(&refused)), (false, nobody.clone()), "{role:?} {id}"),
                }
            }
        }
    }

    async fn x3_the_name_of_a_person_is_masked_where_it_was_filed_as_a_companys(engine) {
        let shop = Shop::open(engine).await;
        let filed = shop.house.given(company("王小明", "13912345678")).await;
        shop.house.clock.advance(1_000_000);
        let mended = wire::Customer { kind: wire::CustomerKind::Individual.into(), ..filed.clone() };
        shop.house.customers().await.update_customer(update(mended, &["kind"])).await.unwrap();
        let as_of = wire::GetCustomerRequest { as_of: filed.update_time, ..get(&filed.customer_id) };
        let past = shop.as_li(Role::Sales).await.get_customer(as_of).await.unwrap().into_inner();
        assert_eq!((past.registered_name.as_str(), past.kind()), ("****", wire::CustomerKind::Enterprise));
    }

    async fn x3_the_past_is_masked_as_the_present(engine) {
        let shop = Shop::open(engine).await;
        let sent = wire::Customer { registered_name: "某女士".into(), ..shop.pool.clone() };
        shop.house.customers().await.update_customer(update(sent, &["registered_name"])).await.unwrap();
        for (role, expected) in [(Role::Sales, "****"), (Role::Finance, "pool先生")] {
            let as_of = wire::GetCustomerRequest { as_of: shop.pool.update_time, ..get(&shop.pool.customer_id) };
            let past = shop.as_li(role).await.get_customer(as_of).await.unwrap().into_inner();
            assert_eq!((past.registered_name.as_str(), past.contact_points[0].value.as_str()), (expected, "****78"));
        }
    }
}
