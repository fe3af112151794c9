//! What is personal lies sealed, before it is erased as after.

use contracts::customer::v1 as wire;
use testkit::on_both_engines;

use super::whole;
use crate::harness::{Addresses, House, company, phone_number};
use crate::rpc::contact_person::{create, erase, update};
use crate::rpc::customer::request_id;
use house::storage;

/// What stands in the personal fields of the contact person below, and would name it.
const CANARIES: [&str; 12] = [
    "王小明",
    "小明",
    "欧阳锋",
    "王总",
    "采购总监",
    "13912345678",
    "391234567",
    "13812340000",
    "前台小王",
    "农历生日",
    "偏好电话",
    "护照E12345678",
];

fn holds(text: &str, canary: &str) -> bool {
    let hexadecimal: String = canary.bytes().map(|byte| format!("{byte:02x}")).collect();
    text.contains(canary) || text.contains(&hexadecimal)
}

/// A contact person with canaries in every personal field and in its past.
async fn given(house: &House, customer: &wire::Customer) -> wire::ContactPerson {
    let mut persons = house.persons().await;
    let mut sent = whole(customer);
    sent.contact_points[0].label = "前台小王".into();
    sent.external_ids = vec![wire::ExternalId { source: "crm".into(), id: "护照E12345678".into() }];
    let request = wire::CreateContactPersonRequest { request_id: request_id(1), ..create(sent) };
    let mut sent = persons.create_contact_person(request).await.unwrap().into_inner();
    sent.name = "欧阳锋".into();
    sent.contact_points.push(phone_number("13812340000"));
    let request = wire::UpdateContactPersonRequest { request_id: request_id(2), ..update(sent, &[]) };
    persons.update_contact_person(request).await.unwrap().into_inner()
}

/// Does what may leave traces: finds, reads, is refused.
async fn read(house: &House, person: &wire::ContactPerson, customer: &wire::Customer) {
    let mut persons = house.persons().await;
    for query in ["小明", "欧阳", "13812340000"] {
        let request = wire::SearchContactPersonsRequest { query: query.into(), page_size: 1, ..Default::default() };
        persons.search_contact_persons(request).await.unwrap();
    }
    house.read_person(&person.contact_person_id).await;
    let bad =
        wire::ContactPerson { contact_points: vec![phone_number("13912345678 或 13812340000")], ..whole(customer) };
    let listed = wire::ListContactPersonsRequest { filter: "state = \"13912345678\"".into(), ..Default::default() };
    for refused in [
        persons.create_contact_person(create(bad)).await.unwrap_err(),
        persons.list_contact_persons(listed).await.unwrap_err(),
    ] {
        let told = format!("{} {}", refused.message(), String::from_utf8_lossy(refused.details()));
        assert!(!CANARIES.iter().any(|canary| holds(&told, canary)), "{told}");
    }
}

on_both_engines! {
    async fn x4_x13_no_file_row_or_log_line_holds_what_is_personal(engine) {
        let house = House::new(engine).await;
        let customer = house.given(company("红星机械厂", "13700000000")).await;
        let person = given(&house, &customer).await;
        for is_erased in [false, true] {
            if is_erased {
                house.persons().await.erase_contact_person(erase(&person)).await.unwrap();
            }
            read(&house, &person, &customer).await;
            let Addresses { records, keyring, ledger, access_log, .. } = &house.addresses;
            assert!(holds(&storage::text(records).await, "buyer"), "what is no secret is met");
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
