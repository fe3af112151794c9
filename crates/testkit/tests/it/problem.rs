//! An error without what the house rules ask for is not let through.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use testkit::assert_problem;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

fn complete() -> ErrorDetails {
    let mut details = ErrorDetails::new();
    details
        .set_error_info("STALE", "dossier", [("present_revision".to_owned(), "3".to_owned())])
        .set_localized_message("zh-CN", "请重新读取后再改")
        .add_bad_request_violation("customer.kind", "is required: write one of the kinds")
        .add_precondition_failure_violation("STALE", "customers/1", "is deleted: undelete it first")
        .set_retry_info(Some(Duration::from_secs(1)));
    details
}

fn is_accepted(code: Code, reason: &str, details: ErrorDetails) -> bool {
    let status = Status::with_error_details(code, "changed meanwhile: read again", details);
    catch_unwind(AssertUnwindSafe(|| assert_problem(&status, code, reason))).is_ok()
}

#[test]
fn a_complete_problem_is_accepted_by_its_sent_reason_and_by_its_name_in_the_contract() {
    assert!(is_accepted(Code::Aborted, "STALE", complete()));
    assert!(is_accepted(Code::Aborted, "ERROR_REASON_STALE", complete()));
    assert!(!is_accepted(Code::Aborted, "OTHER", complete()));
}

#[test]
fn another_code_is_not_accepted() {
    let status = Status::with_error_details(Code::Aborted, "changed meanwhile", complete());
    assert!(catch_unwind(AssertUnwindSafe(|| assert_problem(&status, Code::NotFound, "STALE"))).is_err());
}

#[test]
fn a_problem_of_another_domain_or_with_a_key_in_camel_case_is_not_accepted() {
    for (domain, key) in [("example.org", "revision"), ("dossier", "presentRevision")] {
        let mut details = complete();
        details.set_error_info("STALE", domain, [(key.to_owned(), "3".to_owned())]);
        assert!(!is_accepted(Code::Aborted, "STALE", details), "{domain} {key}");
    }
}

#[test]
fn each_code_asks_for_its_details() {
    let without = |take: fn(&mut ErrorDetails)| {
        let mut details = complete();
        take(&mut details);
        details
    };
    let bare = |details: &mut ErrorDetails| {
        *details = ErrorDetails::with_error_info("STALE", "dossier", std::collections::HashMap::new());
        details.set_localized_message("en", "changed meanwhile");
    };
    assert!(is_accepted(Code::NotFound, "STALE", without(bare)));
    for code in [Code::InvalidArgument, Code::FailedPrecondition, Code::Unavailable, Code::ResourceExhausted] {
        assert!(is_accepted(code, "STALE", complete()), "{code:?}");
        assert!(!is_accepted(code, "STALE", without(bare)), "{code:?}");
    }
    assert!(!is_accepted(Code::NotFound, "STALE", ErrorDetails::with_localized_message("en", "changed meanwhile")));
}
