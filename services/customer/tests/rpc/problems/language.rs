//! Every rule is told in the language of the caller.

mod administration;
mod contact_persons;
mod contact_points;
mod customers;
mod questions;
mod vocabularies;

use contracts::customer::v1 as wire;
use contracts::customer::v1::import_customers_request::Part;
use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{ContactPointKind, ErrorReason};
use conventions::violations::Bilingual;
use customer::domain::{contact_point, credit_code, important_date, resident_id, search_terms, staff};
use testkit::assert_problem;
use tonic::{Code, Status};

use super::{in_language, is_chinese};
use crate::harness::{House, company, create, phone_number};
use crate::rpc::contact_person;
use crate::rpc::customer::{move_to, update};

/// A request with one thing wrong.
enum Sent {
    Customer(Box<wire::Customer>),
    Person(Box<wire::ContactPerson>),
    Owner(String),
    ExternalId(wire::ExternalId),
    Query(String),
    Filter(String),
    Order(String),
    Step(&'static str, &'static str),
    Staff(wire::Staff),
    Team(wire::Team),
    Tenant(wire::Tenant),
    Term(wire::Term),
    Import(Option<Part>),
}

/// Two words side by side that are neither codes nor examples.
fn has_english(text: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|letter| letter.is_ascii_lowercase());
    let words: Vec<_> = text.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    words.windows(2).any(|pair| pair.iter().all(|word| is_word(word)))
}

fn assert_is_chinese(told: &str) {
    assert!(is_chinese(told) && !has_english(told), "{told}");
}

fn external_id(source: &str, id: &str) -> wire::ExternalId {
    wire::ExternalId { source: source.into(), id: id.into() }
}

impl Sent {
    fn customer(customer: wire::Customer) -> Self {
        Self::Customer(Box::new(customer))
    }

    /// A customer with these contact points.
    fn points<const N: usize>(contact_points: [wire::ContactPoint; N]) -> Self {
        Self::customer(wire::Customer { contact_points: contact_points.into(), ..company("甲公司", "13912345678") })
    }

    /// A customer whose one contact point has this value.
    fn value(kind: ContactPointKind, value: &str) -> Self {
        Self::points([wire::ContactPoint { kind: kind.into(), ..phone_number(value) }])
    }

    fn address(address: wire::Address) -> Self {
        Self::customer(wire::Customer { addresses: vec![address], ..company("甲公司", "13912345678") })
    }

    fn date(date: wire::ImportantDate) -> Self {
        Self::customer(wire::Customer { important_dates: vec![date], ..company("甲公司", "13912345678") })
    }

    fn day(day: Day) -> Self {
        Self::date(wire::ImportantDate {
            kind: wire::ImportantDateKind::Birthday.into(),
            day: Some(day),
            ..Default::default()
        })
    }

    /// What the service answers to the request.
    async fn refused(&self, house: &House, languages: &'static str) -> Status {
        let (mut customers, mut staff) = (house.customers().await, house.staff().await);
        match self {
            Self::Customer(sent) => {
                customers.create_customer(in_language(create((**sent).clone()), languages)).await.unwrap_err()
            }
            Self::Person(sent) => {
                let request = contact_person::create((**sent).clone());
                house.persons().await.create_contact_person(in_language(request, languages)).await.unwrap_err()
            }
            Self::Owner(owner) => {
                let given = house.given(company("甲公司", "13912345678")).await;
                let sent = wire::Customer { owner: owner.clone(), ..given };
                customers.update_customer(in_language(update(sent, &["owner"]), languages)).await.unwrap_err()
            }
            Self::ExternalId(id) => {
                let key = Some(wire::get_customer_request::Key::ExternalId(id.clone()));
                let request = wire::GetCustomerRequest { key, ..Default::default() };
                customers.get_customer(in_language(request, languages)).await.unwrap_err()
            }
            Self::Query(query) => {
                let request = wire::SearchCustomersRequest { query: query.clone(), ..Default::default() };
                customers.search_customers(in_language(request, languages)).await.unwrap_err()
            }
            Self::Filter(filter) => {
                let request = wire::ListCustomersRequest { filter: filter.clone(), ..Default::default() };
                customers.list_customers(in_language(request, languages)).await.unwrap_err()
            }
            Self::Order(order) => {
                let request = wire::ListCustomersRequest { order_by: order.clone(), ..Default::default() };
                customers.list_customers(in_language(request, languages)).await.unwrap_err()
            }
            Self::Step(stage, reason) => {
                let given = house.given(company("甲公司", "13912345678")).await;
                customers.change_stage(in_language(move_to(&given, stage, reason), languages)).await.unwrap_err()
            }
            Self::Staff(sent) => {
                let request = wire::CreateStaffRequest { staff: Some(sent.clone()), ..Default::default() };
                staff.create_staff(in_language(request, languages)).await.unwrap_err()
            }
            Self::Team(sent) => {
                let request = wire::CreateTeamRequest { team: Some(sent.clone()), ..Default::default() };
                staff.create_team(in_language(request, languages)).await.unwrap_err()
            }
            Self::Tenant(sent) => {
                let mut tenants = house.tenants().await;
                let etag = tenants.get_tenant(wire::GetTenantRequest {}).await.unwrap().into_inner().etag;
                let tenant = Some(wire::Tenant { etag, ..sent.clone() });
                let request = wire::UpdateTenantRequest { tenant, ..Default::default() };
                tenants.update_tenant(in_language(request, languages)).await.unwrap_err()
            }
            Self::Term(sent) => {
                let request = wire::CreateTermRequest { term: Some(sent.clone()), ..Default::default() };
                house.vocabularies().await.create_term(in_language(request, languages)).await.unwrap_err()
            }
            Self::Import(part) => {
                let messages = futures::stream::iter([wire::ImportCustomersRequest { part: part.clone() }]);
                house.imports().await.import_customers(in_language(messages, languages)).await.unwrap_err()
            }
        }
    }
}

/// Sends every request in both languages: each is refused for one field, in these English words and in Chinese ones.
async fn assert_told(house: &House, requests: impl IntoIterator<Item = (Sent, &'static str, &'static str)>) {
    for (sent, field, english) in requests {
        for languages in ["zh-CN", "en"] {
            let refused = sent.refused(house, languages).await;
            let details = assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
            let [violation] = &details.bad_request().unwrap().field_violations[..] else { panic!("{details:?}") };
            assert_eq!((violation.field.as_str(), violation.description.as_str()), (field, english));
            let whole = &details.localized_message().unwrap().message;
            match &violation.localized_message {
                None => assert_eq!((languages, whole), ("en", &format!("{field}: {english}"))),
                Some(told) => {
                    assert_eq!((languages, whole), ("zh-CN", &format!("{field}：{}", told.message)));
                    assert_is_chinese(&told.message);
                }
            }
        }
    }
}

#[test]
fn the_rules_that_no_call_comes_to_are_told_in_chinese() {
    let rules: [&dyn Bilingual; 10] = [
        &contact_point::Error::TooMany,
        &contact_point::ValueError::TooLong,
        &credit_code::Error::Form,
        &credit_code::Error::Check,
        &important_date::Error::LunarDay,
        &resident_id::Error::Form,
        &resident_id::Error::BirthDate,
        &resident_id::Error::Check,
        &search_terms::QueryError::TooLong,
        &staff::TokenTextError::TooLong,
    ];
    for rule in rules {
        assert!(has_english(&rule.to_string()), "{rule}");
        assert_is_chinese(&rule.chinese());
    }
}
