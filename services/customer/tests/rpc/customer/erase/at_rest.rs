//! What is personal lies sealed, before it is erased as after.

use contracts::customer::v1 as wire;
use testkit::on_both_engines;

use super::whole;
use crate::harness::{House, create, phone_number};
use crate::rpc::customer::{erase, move_to, request_id, shop_id, update};
use house::storage;

/// What stands in the personal fields of the customer below, and would name it.
const CANARIES: [&str; 13] = [
    "红星",
    "机械厂",
    "蓝天",
    "13912345678",
    "391234567",
    "13812340000",
    "canary@example.com",
    "文一西路",
    "canary-4711",
    "偏好电话",
    "农历生日",
    "前台小王",
    "选了别家",
];

fn holds(text: &str, canary: &str) -> bool {
    let hexadecimal: String = canary.bytes().map(|byte| format!("{byte:02x}")).collect();
    text.contains(canary) || text.contains(&hexadecimal)
}

/// A customer with canaries in every personal field and in its past.
async fn given(house: &House) -> wire::Customer {
    let mut customers = house.customers().await;
    let mut sent = whole();
    sent.external_ids = vec![shop_id("canary-4711")];
    sent.contact_points[0].label = "前台小王".into();
    sent.contact_points.push(wire::ContactPoint {
        kind: wire::ContactPointKind::Email.into(),
        value: "Canary@Example.COM".into(),
        ..Default::default()
    });
    let request = wire::CreateCustomerRequest { request_id: request_id(1), ..create(sent) };
    let mut sent = customers.create_customer(request).await.unwrap().into_inner();
    sent.registered_name = "蓝天机械厂".into();
    sent.contact_points.push(phone_number("13812340000"));
    let request = wire::UpdateCustomerRequest { request_id: request_id(2), ..update(sent, &[]) };
    let renamed = customers.update_customer(request).await.unwrap().into_inner();
    let note = wire::ChangeStageRequest { note: "选了别家".into(), ..move_to(&renamed, "lost", "competitor") };
    customers.change_stage(note).await.unwrap().into_inner()
}

/// Does what may leave traces: finds, reads, is refused.
async fn read(house: &House, customer: &wire::Customer) {
    let mut customers = house.customers().await;
    for query in ["红星", "蓝天", "13812340000", "canary@example.com"] {
        let request = wire::SearchCustomersRequest { query: query.into(), page_size: 1, ..Default::default() };
        customers.search_customers(request).await.unwrap();
    }
    house.read(&customer.customer_id).await;
    let bad = wire::Customer { contact_points: vec![phone_number("13912345678 或 13812340000")], ..whole() };
    let listed = wire::ListCustomersRequest { filter: "level = \"13912345678\"".into(), ..Default::default() };
    for refused in
        [customers.create_customer(create(bad)).await.unwrap_err(), customers.list_customers(listed).await.unwrap_err()]
    {
        let told = format!("{} {}", refused.message(), String::from_utf8_lossy(refused.details()));
        assert!(!CANARIES.iter().any(|canary| holds(&told, canary)), "{told}");
    }
}

on_both_engines! {
    async fn x4_x5_no_file_row_or_log_line_holds_what_is_personal(engine) {
        let house = House::new(engine).await;
        let customer = given(&house).await;
        for is_erased in [false, true] {
            if is_erased {
                house.customers().await.erase_customer(erase(&customer)).await.unwrap();
            }
            read(&house, &customer).await;
            let crate::harness::Addresses { records, keyring, ledger, access_log, .. } = &house.addresses;
            let number = customer.customer_number.to_ascii_lowercase();
            assert!(holds(&storage::text(records).await, &number), "what is no secret is met");
            for url in [records, keyring, ledger, access_log] {
                let text = storage::text(url).await;
                for canary in CANARIES {
                    assert!(!holds(&text, canary), "{canary} stands in {url}");
                }
            }
        }
        let logged = testkit::logged().concat().to_lowercase();
        assert!(!CANARIES.iter().any(|canary| holds(&logged, canary)), "{logged}");
    }
}
