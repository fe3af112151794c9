//! Fields of a contact person that are refused.

use contracts::customer::v1 as wire;
use contracts::customer::v1::ErrorReason;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{Sent, assert_is_chinese, assert_told, in_language};
use crate::harness::{House, company};
use crate::rpc::contact_person::{at, create, day, first_at, person};
use crate::rpc::customer::request_id;

on_both_engines! {
    async fn the_rules_of_a_contact_person_are_told_in_chinese(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("甲公司", "13912345678")).await;
        let linked = |links: &[wire::CompanyLink]| Sent::Person(Box::new(person("王小明", "13912345678", links)));
        let customer = |customer: &str| wire::CompanyLink { customer: customer.into(), ..Default::default() };
        assert_told(&house, [
            (
                linked(&[customer("甲公司")]),
                "contact_person.companies[0].customer",
                "must be the id or the number of a customer",
            ),
            (
                linked(&[customer(&request_id(5))]),
                "contact_person.companies[0].customer",
                "must be the id or the number of a customer that is live",
            ),
            (
                linked(&[at(&given), at(&given)]),
                "contact_person.companies[1].customer",
                "is linked twice: say it once, with the role of today",
            ),
            (
                linked(&[wire::CompanyLink { since: day(2023, 2, 29), ..at(&given) }]),
                "contact_person.companies[0].since",
                "a day that exists, in the years 1 to 9999, with year, month and day",
            ),
            (
                linked(&[wire::CompanyLink { since: day(2023, 2, 28), until: day(2023, 2, 27), ..at(&given) }]),
                "contact_person.companies[0].until",
                "must not be before since: the last day comes after the first, or is the same",
            ),
        ])
        .await;
    }

    async fn that_a_company_has_a_primary_contact_person_is_told_in_chinese(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("甲公司", "13912345678")).await;
        let request = create(person("王小明", "13912345678", &[first_at(&given)]));
        house.persons().await.create_contact_person(request.clone()).await.unwrap();
        let refused = house.persons().await.create_contact_person(in_language(request, "zh-CN")).await.unwrap_err();
        let details = assert_problem(&refused, Code::AlreadyExists, ErrorReason::PrimaryTaken.as_str_name());
        assert_is_chinese(&details.localized_message().unwrap().message);
    }
}
