//! Taking back what was done to contact persons.

use contracts::customer::v1 as wire;
use contracts::customer::v1::revert_outcome::Record;
use contracts::customer::v1::{ContactPersonState, DecisionRole, ErrorReason, RevertAction, RevertCauseRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{actions, revert};
use crate::harness::{House, company, phone_number};
use crate::rpc::contact_person::{at, delete, erase, first_at, person, update};
use crate::rpc::customer::status;

/// The id of the cause of a contact person's newest revision.
pub(super) async fn newest_cause(house: &House, person: &wire::ContactPerson) -> String {
    let request = wire::ListContactPersonRevisionsRequest {
        contact_person_id: person.contact_person_id.clone(),
        page_size: 1,
        ..Default::default()
    };
    let history = house.persons().await.list_contact_person_revisions(request).await.unwrap().into_inner();
    history.revisions[0].cause.clone().unwrap().id
}

on_both_engines! {
    async fn c8_a_change_of_a_contact_person_is_taken_back_and_that_too(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲", "13912345678")).await;
        let second = house.given(company("乙", "13912345679")).await;
        let titled = wire::CompanyLink { title: "经理".into(), ..first_at(&first) };
        let wang = house.given_person(person("王小明", "13812345678", &[titled])).await;
        let sent = wire::ContactPerson {
            name: "王晓明".into(),
            companies: vec![wire::CompanyLink { role: DecisionRole::Buyer.into(), title: "采购".into(), ..at(&second) }],
            contact_points: vec![phone_number("13812345679")],
            remarks: "换了公司".into(),
            ..wang.clone()
        };
        let moved = house.persons().await.update_contact_person(update(sent, &[])).await.unwrap().into_inner();
        let cause = newest_cause(&house, &moved).await;

        let (_, told) = revert(&house, &cause, true).await.unwrap();
        assert_eq!(actions(&told), [RevertAction::Reverted]);
        assert_eq!(told[0].record, Some(Record::ContactPersonId(wang.contact_person_id.clone())));
        assert_eq!(house.read_person(&wang.contact_person_id).await, moved, "a preview changes nothing");

        let (redo, done) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(done, told);
        let back = house.read_person(&wang.contact_person_id).await;
        let expected = wire::ContactPerson {
            revision: back.revision,
            etag: back.etag.clone(),
            update_time: back.update_time,
            ..wang.clone()
        };
        assert_eq!(back, expected);
        let (_, again) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(actions(&again), [RevertAction::Unchanged]);

        revert(&house, &redo, false).await.unwrap();
        let redone = house.read_person(&wang.contact_person_id).await;
        assert_eq!((redone.name.as_str(), &redone.companies), ("王晓明", &moved.companies));
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn c8_what_was_changed_since_stays_and_one_that_was_created_is_deleted(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲", "13912345678")).await;
        let wang = house.given_person(person("王小明", "13812345678", &[at(&first)])).await;
        let li = house.given_person(person("李雷", "13812345670", &[])).await;
        let (created, of_li) = (newest_cause(&house, &wang).await, newest_cause(&house, &li).await);
        let mut persons = house.persons().await;
        let sent = wire::ContactPerson { salutation: "王总".into(), remarks: "一".into(), ..wang.clone() };
        let greeted = persons.update_contact_person(update(sent, &[])).await.unwrap().into_inner();
        let cause = newest_cause(&house, &greeted).await;
        let sent = wire::ContactPerson { salutation: "王先生".into(), ..greeted };
        persons.update_contact_person(update(sent, &["salutation"])).await.unwrap();

        let (_, done) = revert(&house, &cause, false).await.unwrap();
        assert_eq!((actions(&done), &done[0].kept_paths), (vec![RevertAction::Reverted], &vec!["salutation".to_owned()]));
        let back = house.read_person(&wang.contact_person_id).await;
        assert_eq!((back.salutation.as_str(), back.remarks.as_str()), ("王先生", ""));

        let (_, left) = revert(&house, &created, false).await.unwrap();
        assert_eq!((actions(&left), &left[0].kept_paths), (vec![RevertAction::Unchanged], &vec!["salutation".to_owned()]));
        let (_, gone) = revert(&house, &of_li, false).await.unwrap();
        assert_eq!(actions(&gone), [RevertAction::Deleted]);
        assert_eq!(house.read_person(&li.contact_person_id).await.state(), ContactPersonState::Deleted);
    }

    async fn c9_a_place_that_another_has_taken_is_told(engine) {
        let house = House::new(engine).await;
        let first = house.given(company("甲", "13912345678")).await;
        let wang = house.given_person(person("王小明", "13812345678", &[first_at(&first)])).await;
        house.persons().await.delete_contact_person(delete(&wang)).await.unwrap();
        let cause = newest_cause(&house, &wang).await;
        house.given_person(person("李雷", "13812345670", &[first_at(&first)])).await;
        let (_, done) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(actions(&done), [RevertAction::Refused]);
        let refused = status(done[0].error.as_ref().unwrap());
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::PrimaryTaken.as_str_name());
    }

    async fn x13_an_erased_contact_person_is_not_brought_back(engine) {
        let house = House::new(engine).await;
        let wang = house.given_person(person("王小明", "13812345678", &[])).await;
        let cause = newest_cause(&house, &wang).await;
        house.persons().await.erase_contact_person(erase(&wang)).await.unwrap();
        let (_, done) = revert(&house, &cause, false).await.unwrap();
        assert_eq!(actions(&done), [RevertAction::Refused]);
        let refused = status(done[0].error.as_ref().unwrap());
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Erased.as_str_name());
    }

    async fn x1_a_link_to_a_company_of_others_is_not_given_back(engine) {
        let house = House::new(engine).await;
        let staff = house.employ("chen").await;
        let own = house.given(wire::Customer { owner: staff.staff_id, ..company("甲", "13912345678") }).await;
        let others = house.given(wire::Customer { owner: house.employ("li").await.staff_id, ..company("乙", "13912345679") }).await;
        let wang = house.given_person(person("王小明", "13812345678", &[at(&own), at(&others)])).await;
        let sent = wire::ContactPerson { companies: vec![at(&own)], ..wang };
        let left = house.persons().await.update_contact_person(update(sent, &["companies"])).await.unwrap().into_inner();
        let request = RevertCauseRequest { cause: newest_cause(&house, &left).await, validate_only: false };
        let bearer = house.token(access::LOCAL_TENANT, "chen", access::Role::Sales);
        let mut answers = house.reverts_of(bearer).await.revert_cause(request).await.unwrap().into_inner();
        answers.message().await.unwrap();
        let outcome = answers.message().await.unwrap().unwrap().outcomes.remove(0);
        let refused = status(outcome.error.as_ref().unwrap());
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        assert_eq!(house.read_person(&left.contact_person_id).await, left);
    }
}
