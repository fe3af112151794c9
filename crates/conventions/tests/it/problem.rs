use std::time::Duration;

use contracts::DESCRIPTOR_SET;
use contracts::customer::v1::{ContactPoint, CreateCustomerRequest, Customer, ErrorReason};
use contracts::validation::{Validate, Violations, Wording};
use conventions::language::Language;
use conventions::problem::{INTERNAL, INVALID_FIELDS, INVALID_PAGE_TOKEN, Problem, REQUEST_ID_REUSED};
use conventions::violations::{require, require_none};
use prost_reflect::DescriptorPool;
use tonic::Code;
use tonic_types::{RpcStatusExt, StatusExt};

fn violated(contact_points: usize) -> Problem {
    let contact_points = vec![ContactPoint { kind: 99, ..Default::default() }; contact_points];
    let customer = Customer { short_name: "名".repeat(101), contact_points, ..Default::default() };
    let mut violations = Violations::default();
    CreateCustomerRequest { customer: Some(customer), ..Default::default() }.validate(&mut violations);
    require_none(violations).unwrap_err()
}

fn etag_mismatch() -> Problem {
    Problem::aborted(
        ErrorReason::EtagMismatch.as_str_name(),
        Wording::new("the record is at revision 7; read it again", "记录已是第 7 版，请重新读取"),
    )
    .with("revision", 7)
}

#[test]
fn a_request_without_violations_goes_on() {
    assert!(require_none(Violations::default()).is_ok());
    assert_eq!(require(Violations::default(), Some(7)).unwrap(), 7);
}

#[test]
fn a_value_that_is_missing_is_a_violation_or_a_fault_of_the_server() {
    let mut violations = Violations::default();
    violations.add_required();
    assert_eq!(require::<i64>(violations, None).unwrap_err().reason(), INVALID_FIELDS);
    assert_eq!(require::<i64>(Violations::default(), None).unwrap_err().reason(), INTERNAL);
}

#[test]
fn every_error_carries_its_reason_domain_metadata_and_a_localized_message() {
    let status = etag_mismatch().into_status(Language::Chinese);
    assert_eq!((status.code(), status.message()), (Code::Aborted, "the record is at revision 7; read it again"));
    let details = status.get_error_details();
    let info = details.error_info().unwrap();
    assert_eq!((info.reason.as_str(), info.domain.as_str()), ("ETAG_MISMATCH", "dossier"));
    assert_eq!(info.metadata.get("revision").map(String::as_str), Some("7"));
    let localized = details.localized_message().unwrap();
    assert_eq!((localized.locale.as_str(), localized.message.as_str()), ("zh-CN", "记录已是第 7 版，请重新读取"));
}

#[test]
fn violations_are_answered_at_once_each_with_its_path_in_both_languages() {
    let status = violated(1).into_status(Language::Chinese);
    assert_eq!(status.code(), Code::InvalidArgument);
    assert_eq!(status.message(), "2 rules are broken, see the field violations");
    let bad_request = status.get_details_bad_request().unwrap();
    let violations: Vec<_> = bad_request
        .field_violations
        .iter()
        .map(|violation| {
            let localized = violation.localized_message.as_ref().unwrap();
            (violation.field.as_str(), violation.description.as_str(), localized.message.as_str())
        })
        .collect();
    assert_eq!(
        violations,
        [
            ("customer.short_name", "at most 100 characters; it has 101", "最多 100 个字符，现有 101 个",),
            (
                "customer.contact_points[0].kind",
                "ContactPointKind has no value 99; use one that the contract lists",
                "ContactPointKind 没有值 99，请使用契约中列出的值",
            ),
        ]
    );
}

#[test]
fn the_message_of_a_single_violation_says_it() {
    let status = violated(0).into_status(Language::English);
    assert_eq!(status.message(), "customer.short_name: at most 100 characters; it has 101");
    assert_eq!(status.get_details_localized_message().unwrap().message, status.message());
}

#[test]
fn an_error_fits_into_the_trailers_that_clients_accept_and_counts_what_it_leaves_out() {
    let status = violated(50_000).into_status(Language::Chinese);
    let base64_length = status.details().len() * 4 / 3;
    assert!(base64_length + status.message().len() < 8_000, "{base64_length}");
    let details = status.get_error_details();
    assert_eq!(details.error_info().unwrap().metadata.get("violation_count").map(String::as_str), Some("50002"));
    assert!(details.bad_request().unwrap().field_violations.len() > 10);
}

#[test]
fn a_failed_precondition_names_the_reason_and_the_subject() {
    let wording = Wording::new("the customer is deleted; undelete it first", "客户已删除，请先恢复");
    let problem = Problem::failed_precondition("ERROR_REASON_DELETED", "customers/7", wording);
    let details = problem.into_status(Language::English).get_error_details();
    let violation = details.precondition_failure().unwrap().violations.first().cloned().unwrap();
    assert_eq!((violation.r#type.as_str(), violation.subject.as_str()), ("DELETED", "customers/7"));
    assert_eq!(violation.description, "the customer is deleted; undelete it first");
}

#[test]
fn what_may_succeed_later_says_when() {
    let wording = || Wording::new("too many calls", "请求过多");
    let delay = Duration::from_millis(1_500);
    for problem in [
        Problem::unavailable("STORAGE_UNAVAILABLE", wording(), delay),
        Problem::resource_exhausted("OVERLOADED", wording(), delay),
    ] {
        let retry_info = problem.into_status(Language::English).get_details_retry_info().unwrap();
        assert_eq!(retry_info.retry_delay, Some(delay));
    }
}

#[test]
fn an_item_of_a_batch_answers_what_the_call_for_one_would() {
    let item = etag_mismatch().into_rpc_status(Language::English);
    let call = etag_mismatch().into_status(Language::English);
    assert_eq!((item.code, item.message.as_str()), (call.code().into(), call.message()));
    let (item, call) = (item.get_details_error_info().unwrap(), call.get_details_error_info().unwrap());
    assert_eq!((item.reason, item.metadata), (call.reason, call.metadata));
}

#[test]
fn every_service_documents_the_reasons_that_these_conventions_give() {
    let pool = DescriptorPool::decode(DESCRIPTOR_SET).unwrap();
    let reasons: Vec<_> = pool.all_enums().filter(|kind| kind.name() == "ErrorReason").collect();
    assert!(!reasons.is_empty());
    for kind in &reasons {
        let asks = |field: &str| {
            let ours = pool.all_messages().filter(|message| message.package_name() == kind.package_name());
            ours.into_iter()
                .any(|message| message.name().ends_with("Request") && message.get_field_by_name(field).is_some())
        };
        let repeatable = asks("request_id").then_some(REQUEST_ID_REUSED);
        let paged = asks("page_token").then_some(INVALID_PAGE_TOKEN);
        for reason in [INVALID_FIELDS, INTERNAL].into_iter().chain(repeatable).chain(paged) {
            let name = format!("ERROR_REASON_{reason}");
            assert!(kind.values().any(|value| value.name() == name), "{}: {name}", kind.full_name());
        }
    }
}
