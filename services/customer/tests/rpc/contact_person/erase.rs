//! EraseContactPerson.

mod at_rest;
mod restored;

use contracts::customer::v1 as wire;
use contracts::customer::v1::{DecisionRole, EraseContactPersonRequest, ErrorReason};
use futures::future::join;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{create, delete, erase, first_at, get, person, undelete, update};
use crate::harness::{House, company, fields};
use crate::rpc::customer::request_id;

/// A contact person with something in every personal field.
fn whole(customer: &wire::Customer) -> wire::ContactPerson {
    let link =
        wire::CompanyLink { title: "采购总监".into(), role: DecisionRole::Buyer.into(), ..first_at(customer) };
    let birthday = wire::ImportantDate {
        kind: wire::ImportantDateKind::Birthday.into(),
        label: "农历生日".into(),
        day: Some(wire::important_date::Day::Lunar(wire::LunarDay { year: 1990, month: 8, leap: false, day: 15 })),
        ..Default::default()
    };
    wire::ContactPerson {
        salutation: "王总".into(),
        important_dates: vec![birthday],
        remarks: "偏好电话沟通".into(),
        ..person("王小明", "13912345678", &[link])
    }
}

/// What is left of a contact person when the personal fields are gone.
fn facts_of(person: &wire::ContactPerson) -> wire::ContactPerson {
    let companies = person.companies.iter().map(|link| wire::CompanyLink { title: String::new(), ..link.clone() });
    wire::ContactPerson {
        name: String::new(),
        salutation: String::new(),
        companies: companies.collect(),
        contact_points: Vec::new(),
        important_dates: Vec::new(),
        remarks: String::new(),
        state: wire::ContactPersonState::Erased.into(),
        ..person.clone()
    }
}

on_both_engines! {
    async fn x13_the_erased_answer_the_facts_alone_now_and_as_of_any_time(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let first = house.given_person(whole(&given)).await;
        house.clock.advance(1_000_000);
        let sent = wire::ContactPerson { remarks: "另一说明".into(), ..first.clone() };
        let second = persons.update_contact_person(update(sent, &["remarks"])).await.unwrap().into_inner();
        house.clock.advance(1_000_000);
        let erased = persons.erase_contact_person(erase(&second)).await.unwrap().into_inner();
        let expected = wire::ContactPerson {
            revision: 3,
            etag: erased.etag.clone(),
            update_time: erased.update_time,
            ..facts_of(&second)
        };
        assert_eq!(erased, expected);
        assert_eq!(house.read_person(&first.contact_person_id).await, erased);
        for past in [&first, &second] {
            let as_of = wire::GetContactPersonRequest { as_of: past.update_time, ..get(&first) };
            assert_eq!(persons.get_contact_person(as_of).await.unwrap().into_inner(), facts_of(past));
        }
        let listed = wire::ListContactPersonsRequest { show_deleted: true, ..Default::default() };
        assert_eq!(persons.list_contact_persons(listed).await.unwrap().into_inner().contact_persons, [erased]);
        // The company is as it was, and another can be its primary contact person.
        assert_eq!(house.read(&given.customer_id).await, given);
        house.given_person(whole(&given)).await;
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn the_erased_cannot_be_changed(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let first = house.given_person(whole(&given)).await;
        let erased = persons.erase_contact_person(erase(&first)).await.unwrap().into_inner();
        let named = wire::ContactPerson { etag: erased.etag.clone(), ..first };
        for refused in [
            persons.update_contact_person(update(named, &[])).await.unwrap_err(),
            persons.delete_contact_person(delete(&erased)).await.unwrap_err(),
            persons.undelete_contact_person(undelete(&erased)).await.unwrap_err(),
            persons.erase_contact_person(erase(&erased)).await.unwrap_err(),
        ] {
            assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Erased.as_str_name());
        }
        assert_eq!(house.read_person(&erased.contact_person_id).await, erased);
    }

    async fn x13_the_create_asked_again_answers_the_erased_and_does_not_bring_it_back(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let request = wire::CreateContactPersonRequest { request_id: request_id(1), ..create(whole(&given)) };
        let first = persons.create_contact_person(request.clone()).await.unwrap().into_inner();
        let erasing = EraseContactPersonRequest { request_id: request_id(2), ..erase(&first) };
        let erased = persons.erase_contact_person(erasing.clone()).await.unwrap().into_inner();
        let again = persons.create_contact_person(request).await.unwrap().into_inner();
        assert_eq!(again, facts_of(&first));
        assert_eq!(persons.erase_contact_person(erasing).await.unwrap().into_inner(), erased);
    }

    async fn an_etag_is_required_and_compared_and_validate_only_erases_nothing(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let first = house.given_person(whole(&given)).await;
        let without = EraseContactPersonRequest { etag: String::new(), ..erase(&first) };
        assert_eq!(fields(&persons.erase_contact_person(without).await.unwrap_err()), ["etag"]);
        let asked = EraseContactPersonRequest { validate_only: true, ..erase(&first) };
        persons.erase_contact_person(asked).await.unwrap();
        let sent = wire::ContactPerson { remarks: "甲".into(), ..first.clone() };
        let second = persons.update_contact_person(update(sent, &["remarks"])).await.unwrap().into_inner();
        let refused = persons.erase_contact_person(erase(&first)).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        assert_eq!(house.read_person(&first.contact_person_id).await, second);
    }

    async fn x13_whoever_is_told_that_nothing_was_erased_finds_it_so_after_a_restart(engine) {
        let house = House::new(engine).await;
        let mut races = Vec::new();
        for index in 0..12 {
            let given = house.given_person(person(&format!("第{index}"), "13912345678", &[])).await;
            let (mut erasing, mut updating) = (house.persons().await, house.persons().await);
            let sent = wire::ContactPerson { remarks: "同时".into(), ..given.clone() };
            let request = erase(&given);
            let race = join(
                erasing.erase_contact_person(request),
                updating.update_contact_person(update(sent, &["remarks"])),
            );
            races.push((given, race.await.0.map(drop)));
        }
        let (addresses, clock) = house.close().await;
        let house = House::open(addresses, clock).await;
        for (given, outcome) in races {
            let now = house.read_person(&given.contact_person_id).await;
            match outcome {
                Ok(()) => assert_eq!(now.state(), wire::ContactPersonState::Erased),
                Err(refused) => {
                    assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
                    assert_eq!(now.remarks, "同时");
                }
            }
        }
    }
}
