//! DeleteContactPerson.

use contracts::customer::v1 as wire;
use contracts::customer::v1::{DeleteContactPersonRequest, ErrorReason};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{delete, first_at, person, update};
use crate::harness::{House, company, fields};
use crate::rpc::customer::request_id;

on_both_engines! {
    async fn c8_the_deleted_is_read_not_changed_and_its_place_is_free(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("华为", "13912345678")).await;
        let mut persons = house.persons().await;
        let before = house.given_person(person("王小明", "13912345678", &[first_at(&given)])).await;
        let asked = DeleteContactPersonRequest { validate_only: true, ..delete(&before) };
        persons.delete_contact_person(asked).await.unwrap();
        assert_eq!(house.read_person(&before.contact_person_id).await, before);
        let request = DeleteContactPersonRequest { request_id: request_id(1), ..delete(&before) };
        let deleted = persons.delete_contact_person(request.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), wire::ContactPersonState::Deleted);
        assert!(deleted.delete_time.is_some());
        assert_eq!(persons.delete_contact_person(request).await.unwrap().into_inner(), deleted);
        assert_eq!(house.read_person(&before.contact_person_id).await, deleted);
        for refused in [
            persons.update_contact_person(update(deleted.clone(), &["name"])).await.unwrap_err(),
            persons.delete_contact_person(delete(&deleted)).await.unwrap_err(),
        ] {
            assert_problem(&refused, Code::FailedPrecondition, ErrorReason::Deleted.as_str_name());
        }
        house.given_person(person("李雷", "13912345678", &[first_at(&given)])).await;
    }

    async fn an_etag_is_required_and_compared(engine) {
        let house = House::new(engine).await;
        let mut persons = house.persons().await;
        let given = house.given_person(person("王小明", "13912345678", &[])).await;
        let without = DeleteContactPersonRequest { etag: String::new(), ..delete(&given) };
        assert_eq!(fields(&persons.delete_contact_person(without).await.unwrap_err()), ["etag"]);
        let sent = wire::ContactPerson { remarks: "甲".into(), ..given.clone() };
        persons.update_contact_person(update(sent, &["remarks"])).await.unwrap();
        let refused = persons.delete_contact_person(delete(&given)).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
    }
}
