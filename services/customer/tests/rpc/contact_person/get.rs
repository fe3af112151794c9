//! GetContactPerson.

use contracts::customer::v1 as wire;
use contracts::customer::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{at, get, person, update};
use crate::harness::{House, company, fields};
use crate::rpc::customer::request_id;

on_both_engines! {
    async fn c8_a_person_is_read_as_it_was_recorded_at_any_time(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let first = house.given_person(person("王小明", "13912345678", &[at(&given)])).await;
        house.clock.advance(1_000_000);
        let sent = wire::ContactPerson { companies: Vec::new(), name: "王大明".into(), ..first.clone() };
        let second = persons.update_contact_person(update(sent, &["companies", "name"])).await.unwrap().into_inner();
        for expected in [&first, &second] {
            let as_of = wire::GetContactPersonRequest { as_of: expected.update_time, ..get(&first) };
            assert_eq!(persons.get_contact_person(as_of).await.unwrap().into_inner(), *expected);
        }
        let before = first.update_time.map(|time| prost_types::Timestamp { seconds: time.seconds - 1, ..time });
        let refused = persons.get_contact_person(wire::GetContactPersonRequest { as_of: before, ..get(&first) }).await;
        assert_problem(&refused.unwrap_err(), Code::NotFound, ErrorReason::NotFound.as_str_name());
    }

    async fn a_person_that_is_not_there_is_not_found(engine) {
        let house = House::new(engine).await;
        let mut persons = house.persons().await;
        let nobody = wire::GetContactPersonRequest { contact_person_id: request_id(5), as_of: None };
        let refused = persons.get_contact_person(nobody).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        // A customer is none.
        let given = house.given(company("华为", "13912345678")).await;
        let customer = wire::GetContactPersonRequest { contact_person_id: given.customer_id, as_of: None };
        let refused = persons.get_contact_person(customer).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let malformed = wire::GetContactPersonRequest { contact_person_id: "王".into(), as_of: None };
        assert_eq!(fields(&persons.get_contact_person(malformed).await.unwrap_err()), ["contact_person_id"]);
    }

    async fn x6_a_read_is_logged(engine) {
        let house = House::new(engine).await;
        let given = house.given_person(person("王小明", "13912345678", &[])).await;
        assert!(house.reads_of(&given.contact_person_id).await.is_empty());
        house.read_person(&given.contact_person_id).await;
        assert_eq!(house.reads_of(&given.contact_person_id).await.len(), 1);
        house.persons().await.list_contact_persons(wire::ListContactPersonsRequest::default()).await.unwrap();
        let query = wire::SearchContactPersonsRequest { query: "小明".into(), ..Default::default() };
        house.persons().await.search_contact_persons(query).await.unwrap();
        assert_eq!(house.reads_of(&given.contact_person_id).await.len(), 3);
    }
}
