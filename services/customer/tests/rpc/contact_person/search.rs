//! SearchContactPersons.

use contracts::customer::v1 as wire;
use contracts::customer::v1::SearchContactPersonsRequest;
use testkit::on_both_engines;

use super::{delete, erase, person, undelete, update};
use crate::harness::{House, company, fields};

/// The names of what is found, newest first.
async fn found(house: &House, query: &str) -> Vec<String> {
    let request = SearchContactPersonsRequest { query: query.into(), ..Default::default() };
    let answer = house.persons().await.search_contact_persons(request).await.unwrap().into_inner();
    assert_eq!(answer.next_page_token, "");
    answer.contact_persons.into_iter().map(|person| person.name).collect()
}

on_both_engines! {
    async fn c46_a_person_is_found_by_part_of_the_name_and_by_each_form_of_the_phone(engine) {
        let house = House::new(engine).await;
        house.given_person(person("王小明", "13912345678", &[])).await;
        house.clock.advance(1_000);
        house.given_person(person("李小明", "13812340000", &[])).await;
        house.given(company("小明机械厂", "13912345678")).await;
        for (query, expected) in [
            ("小明", &["李小明", "王小明"][..]),
            ("王小", &["王小明"]),
            ("13912345678", &["王小明"]),
            ("5678", &["王小明"]),
            ("138", &["李小明"]),
            ("机械", &[]),
        ] {
            assert_eq!(found(&house, query).await, expected, "{query}");
        }
        let customers = wire::SearchCustomersRequest { query: "小明".into(), ..Default::default() };
        let customers = house.customers().await.search_customers(customers).await.unwrap().into_inner().customers;
        assert_eq!(customers.len(), 1, "persons are no customers");
    }

    async fn c8_what_is_renamed_deleted_or_erased_is_found_by_what_holds_now(engine) {
        let house = House::new(engine).await;
        let mut persons = house.persons().await;
        let before = house.given_person(person("王小明", "13912345678", &[])).await;
        let sent = wire::ContactPerson { name: "张大山".into(), ..before };
        let renamed = persons.update_contact_person(update(sent, &["name"])).await.unwrap().into_inner();
        assert_eq!((found(&house, "小明").await.len(), found(&house, "大山").await.len()), (0, 1));
        persons.delete_contact_person(delete(&renamed)).await.unwrap();
        assert!(found(&house, "大山").await.is_empty());
        let back = persons.undelete_contact_person(undelete(&renamed)).await.unwrap().into_inner();
        assert_eq!(found(&house, "5678").await.len(), 1);
        persons.erase_contact_person(erase(&back)).await.unwrap();
        assert!(found(&house, "大山").await.is_empty() && found(&house, "5678").await.is_empty());
    }

    async fn pages_lead_through_all_that_is_found_each_once(engine) {
        let house = House::new(engine).await;
        let mut expected = Vec::new();
        for index in 0..7 {
            house.clock.advance(1_000);
            expected.insert(0, house.given_person(person(&format!("王小明{index}"), "13912345678", &[])).await.name);
        }
        let mut request = SearchContactPersonsRequest { query: "小明".into(), page_size: 3, ..Default::default() };
        let mut names = Vec::new();
        for _ in 0..4 {
            let page = house.persons().await.search_contact_persons(request.clone()).await.unwrap().into_inner();
            names.extend(page.contact_persons.into_iter().map(|person| person.name));
            request.page_token = page.next_page_token;
            if request.page_token.is_empty() {
                break;
            }
        }
        assert_eq!((names, request.page_token.as_str()), (expected, ""));
        let empty = SearchContactPersonsRequest { query: " ".into(), ..Default::default() };
        let refused = house.persons().await.search_contact_persons(empty).await.unwrap_err();
        assert_eq!(fields(&refused), ["query"]);
    }
}
