//! What a refusal carries, whichever operation it comes from.

mod language;

use access::Role;
use contracts::customer::v1 as wire;
use contracts::customer::v1::ErrorReason;
use contracts::customer::v1::customer_result::Outcome;
use testkit::{assert_problem, on_both_engines};
use tonic::metadata::MetadataValue;
use tonic::{Code, Request};
use tonic_types::StatusExt;

use super::customer::{delete, request_id, status};
use crate::harness::{House, company, create, fields, get, phone_number};

/// A request whose caller wants to be told in these languages.
fn in_language<T>(message: T, languages: &'static str) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("accept-language", MetadataValue::from_static(languages));
    request
}

fn is_chinese(text: &str) -> bool {
    text.contains(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

on_both_engines! {
    async fn a_caller_is_told_in_the_language_that_it_accepts(engine) {
        let house = House::new(engine).await;
        let mut customers = house.customers().await;
        let bad = || create(wire::Customer { level: "Z".into(), ..company("甲公司", "12") });
        for (languages, locale) in [("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"), ("en-GB", "en"), ("fr", "en")] {
            let chinese = locale == "zh-CN";
            let refused = customers.create_customer(in_language(bad(), languages)).await.unwrap_err();
            let mut all = vec![(refused, Code::InvalidArgument, ErrorReason::InvalidFields)];
            let batch = wire::BatchCreateCustomersRequest { requests: vec![bad()] };
            let answer = customers.batch_create_customers(in_language(batch, languages)).await.unwrap().into_inner();
            let Some(Outcome::Error(error)) = &answer.results[0].outcome else { panic!("{answer:?}") };
            all.push((status(error), Code::InvalidArgument, ErrorReason::InvalidFields));
            let missing = customers.get_customer(in_language(get(&request_id(5)), languages)).await.unwrap_err();
            all.push((missing, Code::NotFound, ErrorReason::NotFound));
            let live = house.given(company("甲公司", "13912345678")).await;
            let deleted = customers.delete_customer(delete(&live)).await.unwrap().into_inner();
            let twice = customers.delete_customer(in_language(delete(&deleted), languages)).await.unwrap_err();
            all.push((twice, Code::FailedPrecondition, ErrorReason::Deleted));
            for (refused, code, reason) in all {
                let details = assert_problem(&refused, code, reason.as_str_name());
                let localized = details.localized_message().unwrap();
                assert_eq!(localized.locale, locale);
                assert_eq!(is_chinese(&localized.message), chinese, "{localized:?}");
                assert!(!is_chinese(refused.message()), "the message is for developers: {}", refused.message());
                for violation in details.bad_request().iter().flat_map(|details| &details.field_violations) {
                    let told = violation.localized_message.as_ref().map(|localized| localized.message.as_str());
                    assert_eq!(is_chinese(told.unwrap_or_default()), chinese, "{violation:?}");
                    assert!(!is_chinese(&violation.description), "{violation:?}");
                }
            }
        }
    }

    async fn a_refusal_counts_what_it_does_not_list_and_repeats_no_value(engine) {
        let house = House::new(engine).await;
        let points = (0..50).map(|index| phone_number(&format!("找红星{index}")));
        let sent = wire::Customer { contact_points: points.collect(), ..company("", "") };
        let refused = house.customers().await.create_customer(create(sent)).await.unwrap_err();
        let details = assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidFields.as_str_name());
        assert_eq!(details.error_info().unwrap().metadata["violation_count"], "51");
        assert_eq!(fields(&refused)[0], "customer.registered_name");
        assert!(refused.details().len() < 6_000, "{} bytes do not fit into trailers", refused.details().len());
        let told = format!("{} {}", refused.message(), String::from_utf8_lossy(refused.details()));
        assert!(!told.contains("红星"), "{told}");
        assert!(!testkit::logged().concat().contains("红星"));
    }

    async fn a_caller_without_a_valid_token_learns_nothing_else(engine) {
        let house = House::new(engine).await;
        let given = house.given(company("甲公司", "13912345678")).await;
        let expired = house.token("default", "chen", Role::Administrator);
        house.clock.advance(301 * 24 * 3_600 * 1_000_000);
        let mut told = Vec::new();
        let mut customers = house.customers_of(expired).await;
        told.push(customers.get_customer(get(&given.customer_id)).await.unwrap_err());
        told.push(customers.get_customer(get("nobody")).await.unwrap_err());
        for header in ["Bearer e30.e30.e30", "Bearer ", "Basic YTpi", "Bearer\u{a0}x"] {
            let mut request = Request::new(get(&given.customer_id));
            let Ok(value) = MetadataValue::try_from(header) else { continue };
            request.metadata_mut().insert("authorization", value);
            told.push(house.customers().await.get_customer(request).await.unwrap_err());
        }
        for refused in &told {
            assert_problem(refused, Code::Unauthenticated, ErrorReason::Unauthenticated.as_str_name());
            assert_eq!(refused.message(), told[0].message());
        }
        assert!(told.len() >= 5);
        assert!(told[0].get_details_bad_request().is_none());
    }
}
