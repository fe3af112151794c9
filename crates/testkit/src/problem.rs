//! What an error must carry.

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

/// How the values of an `ErrorReason` begin in the contract; the prefix is not sent.
const REASON_PREFIX: &str = "ERROR_REASON_";

/// Fails unless the status has this code, this reason (`ETAG_MISMATCH`, or `ErrorReason::EtagMismatch.as_str_name()`) and
/// every detail that the house rules ask for by its code. Answers the details.
#[track_caller]
pub fn assert_problem(status: &Status, code: Code, reason: &str) -> ErrorDetails {
    assert_eq!(status.code(), code, "{status:?}");
    assert!(!status.message().is_empty(), "an error says what went wrong: {status:?}");
    let details = status.check_error_details().expect("the details of an error can be decoded");

    let info = details.error_info().expect("an error carries ErrorInfo");
    assert_eq!(info.reason, reason.strip_prefix(REASON_PREFIX).unwrap_or(reason), "{status:?}");
    assert_eq!(info.domain, "dossier");
    for key in info.metadata.keys() {
        assert!(is_snake_case(key), "a key of ErrorInfo.metadata is in snake case: {key}");
    }

    let localized = details.localized_message().expect("an error carries LocalizedMessage");
    assert!(!localized.locale.is_empty() && !localized.message.is_empty(), "{localized:?}");

    match code {
        Code::InvalidArgument => assert_violations(&details),
        Code::FailedPrecondition => assert_precondition(&details),
        Code::Unavailable | Code::ResourceExhausted => {
            let retry = details.retry_info().expect("what may be repeated carries RetryInfo");
            assert!(retry.retry_delay.is_some(), "RetryInfo says how long to wait");
        }
        _ => {}
    }
    details
}

#[track_caller]
fn assert_violations(details: &ErrorDetails) {
    let violations = &details.bad_request().expect("INVALID_ARGUMENT carries BadRequest").field_violations;
    assert!(!violations.is_empty(), "BadRequest lists at least one violation");
    for violation in violations {
        assert!(!violation.field.is_empty() && !violation.description.is_empty(), "{violation:?}");
    }
}

#[track_caller]
fn assert_precondition(details: &ErrorDetails) {
    let failure = details.precondition_failure().expect("FAILED_PRECONDITION carries PreconditionFailure");
    assert!(!failure.violations.is_empty(), "PreconditionFailure lists at least one violation");
    for violation in &failure.violations {
        let parts = [&violation.r#type, &violation.subject, &violation.description];
        assert!(parts.iter().all(|part| !part.is_empty()), "{violation:?}");
    }
}

fn is_snake_case(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_lowercase())
        && key.chars().all(|each| each.is_ascii_lowercase() || each.is_ascii_digit() || each == '_')
}
