//! ListContactPersons.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{DecisionRole, ErrorReason, ListContactPersonsRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{at, day, delete, person, update};
use crate::harness::{House, company, fields};
use crate::rpc::customer::request_id;

/// The names on all pages of a list.
async fn names(house: &House, request: &ListContactPersonsRequest) -> Vec<String> {
    let mut request = request.clone();
    let mut names = Vec::new();
    for _ in 0..100 {
        let page = house.persons().await.list_contact_persons(request.clone()).await.unwrap().into_inner();
        names.extend(page.contact_persons.into_iter().map(|person| person.name));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            return names;
        }
    }
    panic!("the list has no end");
}

on_both_engines! {
    async fn c8_the_persons_of_a_company_are_listed_by_its_id_or_number_in_pages_of_any_size(engine) {
        let house = House::new(engine).await;
        let (one, two) =
            (house.given(company("华为", "13912345678")).await, house.given(company("中兴", "13912345679")).await);
        let both = [at(&one), at(&two)];
        for (name, links) in [("甲", &both[..1]), ("乙", &both), ("丙", &both[1..]), ("丁", &[]), ("戊", &both[..1])] {
            house.given_person(person(name, "13912345678", links)).await;
            house.clock.advance(1_000);
        }
        for (customer, expected) in [
            (one.customer_id.as_str(), &["戊", "乙", "甲"][..]),
            (&one.customer_number, &["戊", "乙", "甲"]),
            (&two.customer_id, &["丙", "乙"]),
            ("", &["戊", "丁", "丙", "乙", "甲"]),
        ] {
            for page_size in [1, 2, 3, 50] {
                let list = ListContactPersonsRequest { customer: customer.into(), page_size, ..Default::default() };
                assert_eq!(names(&house, &list).await, expected, "{customer} by {page_size}");
            }
        }
        let nobody = ListContactPersonsRequest { customer: request_id(5), ..Default::default() };
        let refused = house.persons().await.list_contact_persons(nobody).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }

    async fn c9_filters_ask_for_facts_of_the_person_and_of_its_companies(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let buyer = wire::CompanyLink { role: DecisionRole::Buyer.into(), since: day(2020, 1, 31), ..at(&given) };
        let left = wire::CompanyLink { role: DecisionRole::User.into(), until: day(2024, 5, 20), ..at(&given) };
        house.given_person(person("甲", "13912345678", &[buyer])).await;
        house.clock.advance(1_000);
        house.given_person(person("乙", "13912345678", &[left])).await;
        house.clock.advance(1_000);
        let gone = house.given_person(person("丙", "13912345678", &[])).await;
        house.persons().await.delete_contact_person(delete(&gone)).await.unwrap();
        for (filter, expected) in [
            ("companies.role:buyer", &["甲"][..]),
            ("companies.role:buyer OR companies.role:user", &["乙", "甲"]),
            ("NOT companies.role:buyer", &["丙", "乙"]),
            ("companies.until:*", &["乙"]),
            ("companies.since:\"2020-01-31\"", &["甲"]),
            (&format!("companies.customer:{}", given.customer_id), &["乙", "甲"]),
            ("-companies.customer:*", &["丙"]),
            ("state = deleted", &["丙"]),
            ("delete_time:* AND create_time < \"2100-01-01T00:00:00Z\"", &["丙"]),
        ] {
            let list = ListContactPersonsRequest { filter: filter.into(), show_deleted: true, ..Default::default() };
            assert_eq!(names(&house, &list).await, expected, "{filter}");
        }
        let live = ListContactPersonsRequest { filter: "NOT companies.role:buyer".into(), ..Default::default() };
        assert_eq!(names(&house, &live).await, ["乙"], "the deleted are listed on request alone");
        for (filter, order_by, field) in
            [("name = \"甲\"", "", "filter"), ("companies.role:boss", "", "filter"), ("", "name", "order_by")]
        {
            let (filter, order_by) = (filter.into(), order_by.into());
            let list = ListContactPersonsRequest { filter, order_by, ..Default::default() };
            let refused = house.persons().await.list_contact_persons(list).await.unwrap_err();
            assert_eq!(fields(&refused), [field]);
        }
    }

    async fn c8_the_order_is_that_of_creation_or_of_the_last_change(engine) {
        let house = House::new(engine).await;
        let mut given = Vec::new();
        for name in ["甲", "乙", "丙"] {
            given.push(house.given_person(person(name, "13912345678", &[])).await);
            house.clock.advance(1_000);
        }
        for index in [1, 0, 2] {
            let sent = wire::ContactPerson { remarks: "老友".into(), ..given[index].clone() };
            house.persons().await.update_contact_person(update(sent, &["remarks"])).await.unwrap();
            house.clock.advance(1_000);
        }
        for (order_by, expected) in [
            ("create_time", ["甲", "乙", "丙"]),
            ("", ["丙", "乙", "甲"]),
            ("update_time", ["乙", "甲", "丙"]),
            ("update_time desc", ["丙", "甲", "乙"]),
        ] {
            let list = ListContactPersonsRequest { order_by: order_by.into(), page_size: 2, ..Default::default() };
            assert_eq!(names(&house, &list).await, expected, "{order_by}");
        }
    }
}
