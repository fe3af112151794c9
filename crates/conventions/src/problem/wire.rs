//! A problem as `google.rpc.Status`, alone or as the answer of a call.

use contracts::google::rpc::{
    BadRequest, ErrorInfo, LocalizedMessage, PreconditionFailure, RetryInfo, Status, bad_request, precondition_failure,
};
use contracts::validation::Violation;
use prost::Message;
use prost_types::Any;

use super::{DOMAIN, Detail, Parts, Problem};
use crate::language::Language;

/// How many bytes of violations an error lists. It travels in trailers, in base64, and several clients refuse more than
/// 8 KiB of those; `violation_count` tells of the rest.
const MAX_VIOLATION_BYTES: usize = 3_000;

impl Problem {
    /// What a call answers.
    pub fn into_status(self, language: Language) -> tonic::Status {
        let code = self.code();
        let status = self.into_rpc_status(language);
        let details = status.encode_to_vec().into();
        tonic::Status::with_details(code, status.message, details)
    }

    /// What an item of a batch answers: the same as the call for one.
    pub fn into_rpc_status(self, language: Language) -> Status {
        let Parts { code, reason, message, metadata, detail } = *self.0;
        let localized = localized(language, language.choose(&message));
        let detail = match detail {
            Detail::None => None,
            Detail::Violations(violations) => Some(any(
                tonic_types::BadRequest::TYPE_URL,
                &BadRequest { field_violations: fitting(violations, language) },
            )),
            Detail::Precondition { subject } => {
                let r#type = reason.to_owned();
                let description = message.english.clone();
                let violations = vec![precondition_failure::Violation { r#type, subject, description }];
                Some(any(tonic_types::PreconditionFailure::TYPE_URL, &PreconditionFailure { violations }))
            }
            Detail::RetryAfter(delay) => {
                let retry_delay = prost_types::Duration::try_from(delay).ok();
                Some(any(tonic_types::RetryInfo::TYPE_URL, &RetryInfo { retry_delay }))
            }
        };
        let error_info = ErrorInfo {
            reason: reason.to_owned(),
            domain: DOMAIN.to_owned(),
            metadata: metadata.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        };
        let details = [any(tonic_types::ErrorInfo::TYPE_URL, &error_info)]
            .into_iter()
            .chain(detail)
            .chain([any(tonic_types::LocalizedMessage::TYPE_URL, &localized)])
            .collect();
        Status { code: code.into(), message: message.english, details }
    }
}

/// As many violations as fit, at least one.
fn fitting(violations: Vec<Violation>, language: Language) -> Vec<bad_request::FieldViolation> {
    let mut bytes = 0;
    let violations = violations.into_iter().map(|violation| field_violation(violation, language)).enumerate();
    let fitting = violations.take_while(|(index, violation)| {
        bytes += violation.encoded_len();
        *index == 0 || bytes <= MAX_VIOLATION_BYTES
    });
    fitting.map(|(_, violation)| violation).collect()
}

fn field_violation(violation: Violation, language: Language) -> bad_request::FieldViolation {
    let localized_message = match language {
        Language::English => None,
        other => Some(localized(other, other.choose(&violation.description))),
    };
    bad_request::FieldViolation {
        field: violation.field,
        description: violation.description.english,
        reason: String::new(),
        localized_message,
    }
}

fn localized(language: Language, message: &str) -> LocalizedMessage {
    LocalizedMessage { locale: language.tag().to_owned(), message: message.to_owned() }
}

fn any(type_url: &str, message: &impl Message) -> Any {
    Any { type_url: type_url.to_owned(), value: message.encode_to_vec() }
}
