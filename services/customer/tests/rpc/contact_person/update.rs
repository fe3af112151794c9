//! UpdateContactPerson.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{DecisionRole, ErrorReason, UpdateContactPersonRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{at, delete, first_at, person, update};
use crate::harness::{House, company, fields};
use crate::rpc::customer::{self, request_id};

on_both_engines! {
    async fn c8_the_mask_names_what_changes_and_the_rest_stays(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let before = house.given_person(person("王小明", "13912345678", &[at(&given)])).await;
        let sent = wire::ContactPerson { name: "王大明".into(), remarks: "老友".into(), ..before.clone() };
        let after = persons.update_contact_person(update(sent, &["remarks"])).await.unwrap().into_inner();
        let expected = wire::ContactPerson {
            remarks: "老友".into(),
            revision: 2,
            etag: after.etag.clone(),
            update_time: after.update_time,
            ..before
        };
        assert_eq!(after, expected);
        let cleared = wire::ContactPerson {
            contact_person_id: after.contact_person_id.clone(),
            etag: after.etag.clone(),
            name: "王大明".into(),
            ..Default::default()
        };
        let cleared = persons.update_contact_person(update(cleared, &["*"])).await.unwrap().into_inner();
        assert_eq!((cleared.name.as_str(), cleared.remarks.as_str()), ("王大明", ""));
        assert!(cleared.companies.is_empty() && cleared.contact_points.is_empty());
        assert_eq!(house.read_person(&after.contact_person_id).await, cleared);
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c9_who_moves_to_another_company_is_found_at_both_until_the_old_link_goes(engine) {
        let house = House::new(engine).await;
        let (old, new) =
            (house.given(company("华为", "13912345678")).await, house.given(company("中兴", "13912345679")).await);
        let mut persons = house.persons().await;
        let mut moving = house.given_person(person("王小明", "13912345678", &[first_at(&old)])).await;
        let listed = async |customer: &wire::Customer| {
            let customer = customer.customer_id.clone();
            let request = wire::ListContactPersonsRequest { customer, ..Default::default() };
            house.persons().await.list_contact_persons(request).await.unwrap().into_inner().contact_persons.len()
        };
        moving.companies[0].until = super::day(2024, 5, 20);
        moving.companies[0].primary = false;
        moving.companies.push(wire::CompanyLink { role: DecisionRole::Champion.into(), ..first_at(&new) });
        let mut both = persons.update_contact_person(update(moving, &["companies"])).await.unwrap().into_inner();
        assert_eq!((listed(&old).await, listed(&new).await), (1, 1));
        // The place at the old company is free.
        house.given_person(person("李雷", "13912345678", &[first_at(&old)])).await;
        both.companies.remove(0);
        let moved = persons.update_contact_person(update(both, &["companies"])).await.unwrap().into_inner();
        assert_eq!((listed(&old).await, listed(&new).await), (1, 1));
        assert_eq!(house.read_person(&moved.contact_person_id).await, moved);
    }

    async fn c9_a_link_to_a_customer_that_is_deleted_or_erased_stays_and_no_new_one_is_made(engine) {
        let house = House::new(engine).await;
        let mut persons = house.persons().await;
        for is_erased in [false, true] {
            let given = house.given(company("华为", "13912345678")).await;
            let linked = house.given_person(person("王小明", "13912345678", &[at(&given)])).await;
            let stranger = house.given_person(person("李雷", "13912345678", &[])).await;
            if is_erased {
                house.customers().await.erase_customer(customer::erase(&given)).await.unwrap();
            } else {
                house.customers().await.delete_customer(customer::delete(&given)).await.unwrap();
            }
            assert_eq!(house.read_person(&linked.contact_person_id).await, linked, "nothing happened to the person");
            let mut sent = linked.clone();
            sent.companies[0].title = "前采购".into();
            let told = persons.update_contact_person(update(sent, &["companies"])).await.unwrap().into_inner();
            assert_eq!(told.companies[0].title, "前采购");
            let sent = wire::ContactPerson { companies: vec![at(&given)], ..stranger };
            let refused = persons.update_contact_person(update(sent, &["companies"])).await.unwrap_err();
            assert_eq!(fields(&refused), ["contact_person.companies[0].customer"]);
            let request = wire::ListContactPersonsRequest { customer: given.customer_number, ..Default::default() };
            let listed = persons.list_contact_persons(request).await.unwrap().into_inner().contact_persons;
            assert_eq!(listed, [told], "they are still found by it");
        }
    }

    async fn an_etag_is_required_and_compared(engine) {
        let house = House::new(engine).await;
        let mut persons = house.persons().await;
        let first = house.given_person(person("王小明", "13912345678", &[])).await;
        let sent = wire::ContactPerson { remarks: "甲".into(), ..first.clone() };
        let without = wire::ContactPerson { etag: String::new(), ..sent.clone() };
        let refused = persons.update_contact_person(update(without, &["remarks"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["contact_person.etag"]);
        persons.update_contact_person(update(sent.clone(), &["remarks"])).await.unwrap();
        let refused = persons.update_contact_person(update(sent, &["remarks"])).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
    }

    async fn a_repeated_request_answers_the_record_as_that_call_left_it(engine) {
        let house = House::new(engine).await;
        let mut persons = house.persons().await;
        let first = house.given_person(person("王小明", "13912345678", &[])).await;
        let sent = wire::ContactPerson { remarks: "甲".into(), ..first };
        let request = UpdateContactPersonRequest { request_id: request_id(1), ..update(sent, &["remarks"]) };
        let second = persons.update_contact_person(request.clone()).await.unwrap().into_inner();
        persons.delete_contact_person(delete(&second)).await.unwrap();
        assert_eq!(persons.update_contact_person(request).await.unwrap().into_inner(), second);
        assert_eq!(house.read_person(&second.contact_person_id).await.revision, 3);
    }

    async fn an_update_that_says_what_is_so_leaves_the_revision_and_validate_only_changes_nothing(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let before = house.given_person(person("王小明", "13912345678", &[at(&given)])).await;
        for paths in [&["*"][..], &[], &["companies"]] {
            let same = persons.update_contact_person(update(before.clone(), paths)).await.unwrap().into_inner();
            assert_eq!(same, before, "{paths:?}");
        }
        let sent = wire::ContactPerson { companies: Vec::new(), ..before.clone() };
        let asked = UpdateContactPersonRequest { validate_only: true, ..update(sent, &["companies"]) };
        assert_eq!(persons.update_contact_person(asked).await.unwrap().into_inner().revision, 2);
        assert_eq!(house.read_person(&before.contact_person_id).await, before);
        let unknown = update(before, &["title"]);
        assert_eq!(fields(&persons.update_contact_person(unknown).await.unwrap_err()), ["update_mask.paths[0]"]);
    }
}
