//! UndeleteContactPerson.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{ErrorReason, UndeleteContactPersonRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, first_at, person, undelete, update};
use crate::harness::{House, company};
use crate::rpc::customer::request_id;

on_both_engines! {
    async fn c8_the_deleted_comes_back_unless_another_took_its_place(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let before = house.given_person(person("王小明", "13912345678", &[first_at(&given)])).await;
        let refused = persons.undelete_contact_person(undelete(&before)).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::NotDeleted.as_str_name());
        persons.delete_contact_person(delete(&before)).await.unwrap();
        let other = house.given_person(person("李雷", "13912345678", &[first_at(&given)])).await;
        let refused = persons.undelete_contact_person(undelete(&before)).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::PrimaryTaken.as_str_name());
        let mut second = other.clone();
        second.companies[0].primary = false;
        persons.update_contact_person(update(second, &["companies"])).await.unwrap();
        let request = UndeleteContactPersonRequest { request_id: request_id(1), ..undelete(&before) };
        let back = persons.undelete_contact_person(request.clone()).await.unwrap().into_inner();
        let expected = wire::ContactPerson {
            revision: 3,
            etag: back.etag.clone(),
            update_time: back.update_time,
            ..before
        };
        assert_eq!(back, expected);
        assert_eq!(persons.undelete_contact_person(request).await.unwrap().into_inner(), back);
    }
}
