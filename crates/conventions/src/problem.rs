//! What a call that failed answers (AIP-193). Each code can only be built with the details that it must carry.

mod wire;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use contracts::validation::{Violation, Violations, Wording};
use tonic::Code;

/// Who gives the reasons: `ErrorInfo.domain`.
pub const DOMAIN: &str = "dossier";

/// Fields break rules. Every service's `ErrorReason` has it.
pub const INVALID_FIELDS: &str = "INVALID_FIELDS";
/// A request id came again with another body. Every service's `ErrorReason` has it.
pub const REQUEST_ID_REUSED: &str = "REQUEST_ID_REUSED";
/// A page token was not answered to this query. Every service's `ErrorReason` has it.
pub const INVALID_PAGE_TOKEN: &str = "INVALID_PAGE_TOKEN";
/// A fault of the server. Every service's `ErrorReason` has it.
pub const INTERNAL: &str = "INTERNAL";
/// The caller's roles do not allow it. Every service's `ErrorReason` has it.
pub const PERMISSION_DENIED: &str = "PERMISSION_DENIED";
/// There is no such record. Every service's `ErrorReason` has it.
pub const NOT_FOUND: &str = "NOT_FOUND";
/// The record was changed since the caller read it. Every service's `ErrorReason` has it.
pub const ETAG_MISMATCH: &str = "ETAG_MISMATCH";
/// The record is larger than it may be. Every service's `ErrorReason` has it.
pub const RECORD_TOO_LARGE: &str = "RECORD_TOO_LARGE";
/// A newer release wrote the record. Every service's `ErrorReason` has it.
pub const SCHEMA_NEWER: &str = "SCHEMA_NEWER";
/// The database cannot be reached. Every service's `ErrorReason` has it.
pub const STORAGE_UNAVAILABLE: &str = "STORAGE_UNAVAILABLE";
/// The caller's time is over. Every service's `ErrorReason` has it.
pub const DEADLINE_EXCEEDED: &str = "DEADLINE_EXCEEDED";

/// How the values of an `ErrorReason` begin; the prefix is not sent.
const REASON_PREFIX: &str = "ERROR_REASON_";

/// Why a call, or an item of a batch, failed. Holds no personal data.
///
/// A reason is a value of a service's `ErrorReason`, given by its name: `ErrorReason::EtagMismatch.as_str_name()`.
#[derive(Clone, Debug)]
pub struct Problem(Box<Parts>);

/// Boxed, so that results with a problem are small.
#[derive(Clone, Debug)]
struct Parts {
    code: Code,
    reason: &'static str,
    message: Wording,
    metadata: BTreeMap<&'static str, String>,
    detail: Detail,
}

#[derive(Clone, Debug)]
enum Detail {
    None,
    Violations(Vec<Violation>),
    Precondition { subject: String },
    RetryAfter(Duration),
}

impl Problem {
    /// INVALID_ARGUMENT because of all these violations, of which there is at least one.
    pub(crate) fn invalid_fields(violations: Violations) -> Self {
        let count = violations.count();
        let listed = violations.into_listed();
        let message = match listed.as_slice() {
            [only] if count == 1 => only.sentence(),
            _ => Wording::new(
                format!("{count} rules are broken, see the field violations"),
                format!("共违反 {count} 条规则，详见各字段说明"),
            ),
        };
        Self::new(Code::InvalidArgument, INVALID_FIELDS, message, Detail::Violations(listed))
            .with("violation_count", count)
    }

    /// INVALID_ARGUMENT because of one field of the request, for a reason of its own.
    pub fn invalid_argument(reason: &'static str, field: &str, description: Wording) -> Self {
        let violation = Violation { field: field.to_owned(), description };
        let message = violation.sentence();
        Self::new(Code::InvalidArgument, reason, message, Detail::Violations(vec![violation]))
    }

    /// FAILED_PRECONDITION: the state of the subject (what it is and its id, `customers/<id>`) does not allow the call.
    pub fn failed_precondition(reason: &'static str, subject: impl Into<String>, message: Wording) -> Self {
        Self::new(Code::FailedPrecondition, reason, message, Detail::Precondition { subject: subject.into() })
    }

    /// UNAVAILABLE: the same call may succeed after that time.
    pub fn unavailable(reason: &'static str, message: Wording, retry_after: Duration) -> Self {
        Self::new(Code::Unavailable, reason, message, Detail::RetryAfter(retry_after))
    }

    /// RESOURCE_EXHAUSTED: the caller asks for more than there is; the same call may succeed after that time.
    pub fn resource_exhausted(reason: &'static str, message: Wording, retry_after: Duration) -> Self {
        Self::new(Code::ResourceExhausted, reason, message, Detail::RetryAfter(retry_after))
    }

    /// UNAUTHENTICATED: who calls is not known.
    pub fn unauthenticated(reason: &'static str, message: Wording) -> Self {
        Self::new(Code::Unauthenticated, reason, message, Detail::None)
    }

    /// PERMISSION_DENIED: the caller may not do this, whether or not there is such a record.
    pub fn permission_denied(reason: &'static str, message: Wording) -> Self {
        Self::new(Code::PermissionDenied, reason, message, Detail::None)
    }

    /// NOT_FOUND: there is no such record.
    pub fn not_found(reason: &'static str, message: Wording) -> Self {
        Self::new(Code::NotFound, reason, message, Detail::None)
    }

    /// ALREADY_EXISTS: another record has the key.
    pub fn already_exists(reason: &'static str, message: Wording) -> Self {
        Self::new(Code::AlreadyExists, reason, message, Detail::None)
    }

    /// ABORTED: another change came first; read again and repeat.
    pub fn aborted(reason: &'static str, message: Wording) -> Self {
        Self::new(Code::Aborted, reason, message, Detail::None)
    }

    /// DEADLINE_EXCEEDED: the caller's time is over; whether the change happened is not known.
    pub fn deadline_exceeded(reason: &'static str, message: Wording) -> Self {
        Self::new(Code::DeadlineExceeded, reason, message, Detail::None)
    }

    /// OUT_OF_RANGE: what was asked for is larger than an answer may be; ask for less at once.
    pub fn out_of_range(reason: &'static str, message: Wording) -> Self {
        Self::new(Code::OutOfRange, reason, message, Detail::None)
    }

    /// UNIMPLEMENTED: the server has no such method.
    pub fn unimplemented(reason: &'static str, message: Wording) -> Self {
        Self::new(Code::Unimplemented, reason, message, Detail::None)
    }

    /// INTERNAL: a fault of the server.
    pub fn internal(reason: &'static str, message: Wording) -> Self {
        Self::new(Code::Internal, reason, message, Detail::None)
    }

    /// Adds a value that the message mentions to `ErrorInfo.metadata`; keys are in snake case.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl ToString) -> Self {
        self.0.metadata.insert(key, value.to_string());
        self
    }

    /// The code of the status.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The reason as it is sent, such as `ETAG_MISMATCH`.
    pub fn reason(&self) -> &'static str {
        self.0.reason
    }

    fn new(code: Code, reason: &'static str, message: Wording, detail: Detail) -> Self {
        let reason = reason.strip_prefix(REASON_PREFIX).unwrap_or(reason);
        Self(Box::new(Parts { code, reason, message, metadata: BTreeMap::new(), detail }))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.0.reason, self.0.message.english)
    }
}

impl std::error::Error for Problem {}
