//! Who may do what with which customer (X1, X3).

mod masks;
mod relations;
mod tenants;

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::ErrorReason;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::get_customer_request::Key;
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::{delete, erase, move_to, request_id, shop_id, undelete, update};
use crate::harness::{House, Stub, company, create, get};

/// A house with a customer of Li's, one of Chen's and one in the pool.
struct Shop {
    house: House,
    li: wire::Staff,
    own: wire::Customer,
    others: wire::Customer,
    pool: wire::Customer,
}

impl Shop {
    async fn open(engine: testkit::Engine) -> Self {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let customer = |id: &str, owner: &str| wire::Customer {
            kind: wire::CustomerKind::Individual.into(),
            owner: owner.into(),
            level: "A".into(),
            remarks: format!("{id}的说明"),
            external_ids: vec![shop_id(id)],
            ..company(&format!("{id}先生"), "13912345678")
        };
        let own = house.given(customer("own", &li.staff_id)).await;
        house.clock.advance(1_000);
        let others = house.given(customer("others", &chen.staff_id)).await;
        house.clock.advance(1_000);
        let pool = house.given(customer("pool", "")).await;
        Self { house, li, own, others, pool }
    }

    async fn as_li(&self, role: Role) -> CustomerServiceClient<Stub> {
        self.house.customers_of(self.house.token("default", "li", role)).await
    }

    fn all(&self) -> [&wire::Customer; 3] {
        [&self.own, &self.others, &self.pool]
    }
}

/// All that can be asked about one customer, in one order; nothing is done.
async fn ask(
    customers: &mut CustomerServiceClient<Stub>,
    customer: &wire::Customer,
    id: &str,
) -> Vec<Result<(), Status>> {
    let named = wire::Customer { customer_id: id.into(), ..customer.clone() };
    let history = wire::ListCustomerRevisionsRequest { customer: id.into(), ..Default::default() };
    let validate_only = true;
    let changed = wire::Customer { remarks: "另一说明".into(), ..named.clone() };
    vec![
        customers.get_customer(get(id)).await.map(drop),
        customers.list_customer_revisions(history).await.map(drop),
        customers
            .update_customer(wire::UpdateCustomerRequest { validate_only, ..update(changed, &["remarks"]) })
            .await
            .map(drop),
        customers
            .change_stage(wire::ChangeStageRequest { validate_only, ..move_to(&named, "intent", "") })
            .await
            .map(drop),
        customers.delete_customer(wire::DeleteCustomerRequest { validate_only, ..delete(&named) }).await.map(drop),
        customers
            .undelete_customer(wire::UndeleteCustomerRequest { validate_only, ..undelete(&named) })
            .await
            .map(drop),
        customers.erase_customer(wire::EraseCustomerRequest { validate_only, ..erase(&named) }).await.map(drop),
    ]
}

/// Code, message and details without what differs from call to call.
fn told(status: &Status) -> (Code, String, String) {
    let details = status.get_error_details();
    (status.code(), status.message().to_owned(), format!("{details:?}"))
}

on_both_engines! {
    async fn x1_each_role_may_do_what_the_table_says(engine) {
        let shop = Shop::open(engine).await;
        let nothing = [false; 7];
        let read = [true, false, false, false, false, false, false];
        // Get, history, update, stage, delete, undelete (it is not deleted, and that is told to those who may), erase.
        let sales = [true, true, true, true, true, true, false];
        for (role, expected) in [
            (Role::Administrator, [[true; 7]; 3]),
            (Role::Sales, [sales, nothing, read]),
            (Role::Service, [read, nothing, nothing]),
            (Role::Finance, [read, read, read]),
        ] {
            let mut customers = shop.as_li(role).await;
            for (customer, expected) in shop.all().into_iter().zip(expected) {
                for (index, outcome) in ask(&mut customers, customer, &customer.customer_id).await.iter().enumerate() {
                    let is_allowed = match outcome {
                        Ok(()) => true,
                        Err(refused) => refused.code() == Code::FailedPrecondition,
                    };
                    assert_eq!(is_allowed, expected[index], "{role:?}, {}, {index}: {outcome:?}", customer.remarks);
                    if let Err(refused) = outcome
                        && !is_allowed
                    {
                        assert_problem(refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
                    }
                }
            }
            let numbers = customers.verify_numbers(wire::VerifyNumbersRequest::default()).await;
            assert_eq!(numbers.is_ok(), role == Role::Administrator, "{role:?}");
        }
        for customer in shop.all() {
            assert_eq!(&shop.house.read(&customer.customer_id).await, customer, "nothing was changed");
        }
    }

    async fn x1_what_a_caller_may_not_see_and_what_is_not_there_answer_alike(engine) {
        let shop = Shop::open(engine).await;
        for role in [Role::Sales, Role::Service] {
            let mut customers = shop.as_li(role).await;
            let others = &shop.others;
            let hidden = ask(&mut customers, others, &others.customer_id).await;
            let numbered = ask(&mut customers, others, &others.customer_number).await;
            for missing in [request_id(5), "C20240520777".into()] {
                let missing = ask(&mut customers, others, &missing).await;
                for ((hidden, numbered), missing) in hidden.iter().zip(&numbered).zip(&missing) {
                    let missing = told(missing.as_ref().unwrap_err());
                    assert_eq!(told(hidden.as_ref().unwrap_err()), missing);
                    assert_eq!(told(numbered.as_ref().unwrap_err()), missing);
                }
            }
            let by_external_id =
                |id: &str| wire::GetCustomerRequest { key: Some(Key::ExternalId(shop_id(id))), as_of: None };
            let hidden = customers.get_customer(by_external_id("others")).await.unwrap_err();
            let missing = customers.get_customer(by_external_id("nobody's")).await.unwrap_err();
            assert_eq!(told(&hidden), told(&missing));
            let keys = vec![shop.others.customer_id.clone(), request_id(5)];
            let batch = wire::BatchGetCustomersRequest { customers: keys, as_of: None };
            let results = customers.batch_get_customers(batch).await.unwrap().into_inner().results;
            assert_eq!(results[0], results[1]);
        }
    }

    async fn x1_who_is_listed_is_who_can_be_read(engine) {
        let shop = Shop::open(engine).await;
        for role in [Role::Administrator, Role::Sales, Role::Service, Role::Finance] {
            let mut customers = shop.as_li(role).await;
            let list =
                wire::ListCustomersRequest { page_size: 2, order_by: "create_time".into(), ..Default::default() };
            let mut listed = customers.list_customers(list.clone()).await.unwrap().into_inner();
            let page_token = std::mem::take(&mut listed.next_page_token);
            if !page_token.is_empty() {
                let next = wire::ListCustomersRequest { page_token, ..list };
                listed.customers.extend(customers.list_customers(next).await.unwrap().into_inner().customers);
            }
            let mut read = Vec::new();
            for customer in shop.all() {
                read.extend(customers.get_customer(get(&customer.customer_id)).await.map(tonic::Response::into_inner));
            }
            read.sort_by(|one, other| one.customer_id.cmp(&other.customer_id));
            listed.customers.sort_by(|one, other| one.customer_id.cmp(&other.customer_id));
            assert_eq!(listed.customers, read, "{role:?}");
        }
    }

    async fn c13_what_sales_create_is_theirs_and_another_owner_is_for_administrators(engine) {
        let shop = Shop::open(engine).await;
        let mut customers = shop.as_li(Role::Sales).await;
        let created = customers.create_customer(create(company("甲公司", "13912345678"))).await.unwrap().into_inner();
        assert_eq!(created.owner, shop.li.staff_id);
        let for_chen = wire::Customer { owner: shop.others.owner.clone(), ..company("乙公司", "13912345678") };
        let refused = customers.create_customer(create(for_chen)).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        // Not even what lies in the pool can be taken by an update.
        let taken = wire::Customer { owner: shop.li.staff_id.clone(), ..shop.pool.clone() };
        let refused = customers.update_customer(update(taken.clone(), &["owner"])).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        let mut administrator = shop.house.customers().await;
        let assigned = administrator.update_customer(update(taken, &["owner"])).await.unwrap().into_inner();
        assert_eq!(assigned.owner, shop.li.staff_id);
        customers.get_customer(get(&assigned.customer_id)).await.unwrap();
    }
}
