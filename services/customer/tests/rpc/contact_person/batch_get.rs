//! BatchGetContactPersons.

use contracts::customer::v1 as wire;
use contracts::customer::v1::contact_person_result::Outcome;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::person;
use crate::harness::House;
use crate::rpc::customer::{request_id, status};

on_both_engines! {
    async fn c8_each_item_is_answered_in_order_and_a_missing_one_fails_alone(engine) {
        let house = House::new(engine).await;
        let first = house.given_person(person("王小明", "13912345678", &[])).await;
        let second = house.given_person(person("李雷", "13912345679", &[])).await;
        let ids = [&second.contact_person_id, &request_id(5), &first.contact_person_id].map(Clone::clone);
        let request = wire::BatchGetContactPersonsRequest { contact_person_ids: ids.into(), as_of: None };
        let results = house.persons().await.batch_get_contact_persons(request).await.unwrap().into_inner().results;
        let outcomes: Vec<_> = results.into_iter().map(|result| result.outcome.unwrap()).collect();
        assert_eq!((&outcomes[0], &outcomes[2]), (&Outcome::ContactPerson(second), &Outcome::ContactPerson(first)));
        let Outcome::Error(error) = &outcomes[1] else { panic!("{outcomes:?}") };
        assert_problem(&status(error), Code::NotFound, "NOT_FOUND");
    }
}
