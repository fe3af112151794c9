//! What can go wrong in every service, each a thing that a caller can act on, and how it is answered.

use std::time::Duration;

use conventions::problem::{self, Problem};
use conventions::record_state::{self, StateError};
use conventions::violations::{Violations, Wording, require_none};
use journal::{Refusal, WriteError};
use tonic::{Code, Status};
use uuid::Uuid;

/// When a caller should try again after the database failed.
const RETRY: Duration = Duration::from_secs(1);

/// Why an operation failed; `O` is what can stand against one of a single service.
#[derive(Debug, thiserror::Error)]
pub enum Error<O> {
    /// A problem that the house rules find, such as violations or a page token of another query.
    #[error("{}", .0.reason())]
    Problem(Problem),
    /// What only this service knows.
    #[error(transparent)]
    Objection(O),
    /// The caller's roles do not allow it, or do not show whether there is such a record.
    #[error("not allowed")]
    PermissionDenied,
    /// There is no such record, or none at the time asked for.
    #[error("no such record")]
    NotFound,
    /// The record moved on since the caller read it.
    #[error("changed since it was read")]
    EtagMismatch {
        /// Its present revision.
        present: i64,
    },
    /// The record of a collection, such as `customers`, is in a state that does not allow it.
    #[error("the record's state does not allow it")]
    State(&'static str, Uuid, StateError),
    /// A limit of a write is reached. An operation that sets limits says itself what it means.
    #[error("a limit is reached")]
    LimitReached {
        /// Which of the limits.
        limit: usize,
        /// How much there is.
        count: i64,
    },
    /// The record is too large to be kept.
    #[error("record too large")]
    RecordTooLarge {
        /// The field of the request that holds it.
        field: &'static str,
        /// Its size in bytes.
        size: usize,
    },
    /// A newer release wrote the record.
    #[error("written by a newer release")]
    SchemaNewer,
    /// The database or the keyring cannot be reached, or a disk is full.
    #[error("storage unavailable: {0}")]
    StorageUnavailable(String),
    /// The caller's stream broke off.
    #[error("the caller's stream broke off")]
    Ended,
    /// A fault of this program or of its data.
    #[error("internal: {0}")]
    Internal(&'static str),
    /// A fault with its cause, which is logged and not answered.
    #[error("internal: {0}")]
    Fault(String),
}

impl<O: Into<Problem>> From<Error<O>> for Problem {
    fn from(error: Error<O>) -> Self {
        match error {
            Error::Problem(problem) => problem,
            Error::Objection(objection) => objection.into(),
            Error::PermissionDenied => Self::permission_denied(
                problem::PERMISSION_DENIED,
                Wording::new("your roles do not allow this", "您的角色无权执行此操作"),
            ),
            Error::NotFound => Self::not_found(
                problem::NOT_FOUND,
                Wording::new(
                    "there is no such record, or none yet at that time: check the id or the number, or search for it",
                    "没有这条记录，或在该时间尚不存在：请核对标识或编号，或先搜索",
                ),
            ),
            Error::EtagMismatch { present } => Self::aborted(
                problem::ETAG_MISMATCH,
                Wording::new(
                    format!("the record was changed since you read it: it is at revision {present}; read it again"),
                    format!("记录在您读取之后已被修改，当前版本为 {present}，请重新读取"),
                ),
            )
            .with("revision", present),
            Error::State(collection, id, state) => record_state::problem(format!("{collection}/{id}"), state),
            Error::LimitReached { .. } => internal("a limit is reached and the operation does not say which"),
            Error::RecordTooLarge { field, size } => Self::invalid_argument(
                problem::RECORD_TOO_LARGE,
                field,
                Wording::new(
                    format!("is {size} bytes, more than 64 KiB: shorten remarks or lists"),
                    format!("共 {size} 字节，超过 64 KiB，请缩短备注或列表"),
                ),
            )
            .with("size", size),
            Error::SchemaNewer => Self::unavailable(
                problem::SCHEMA_NEWER,
                Wording::new("a newer release wrote this record; ask a server of that release", "记录由更新的版本写入"),
                RETRY,
            ),
            Error::StorageUnavailable(cause) => {
                tracing::warn!(%cause, "storage is unavailable");
                Self::unavailable(
                    problem::STORAGE_UNAVAILABLE,
                    Wording::new("the database cannot be reached or its disk is full", "数据库不可用或磁盘已满"),
                    RETRY,
                )
            }
            Error::Ended => Self::deadline_exceeded(
                problem::DEADLINE_EXCEEDED,
                Wording::new("the stream broke off; send the rows again", "数据流中断，请重新发送"),
            ),
            Error::Internal(cause) => internal(cause),
            Error::Fault(cause) => internal(&cause),
        }
    }
}

fn internal(cause: &str) -> Problem {
    tracing::error!(%cause, "an operation failed");
    Problem::internal(
        problem::INTERNAL,
        Wording::new("a fault of the server; the trace id finds it in the log", "服务器内部错误，可凭跟踪编号查日志"),
    )
}

impl<O> Error<O> {
    /// Why nothing more of a caller's stream is read.
    pub(crate) fn of_stream(status: Status) -> Self {
        match status.code() {
            // As tonic calls what is too large, and what prost does not decode.
            Code::OutOfRange | Code::ResourceExhausted | Code::Internal => {
                let (cause, mut violations) = (status.message(), Violations::default());
                violations.field("message", |violations| {
                    violations.add(
                        format!("cannot be read: {cause}; send smaller messages of this contract"),
                        format!("无法读取：{cause}；请按接口定义发送更小的消息"),
                    );
                });
                require_none(violations).map_or_else(Self::Problem, |()| Self::Ended)
            }
            _ => Self::Ended,
        }
    }
}

impl<O> From<Problem> for Error<O> {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl<O> From<database::Error> for Error<O> {
    fn from(error: database::Error) -> Self {
        match error {
            database::Error::Unavailable(_) | database::Error::DiskFull => Self::StorageUnavailable(error.to_string()),
            database::Error::SchemaNewer { .. } => Self::SchemaNewer,
            database::Error::Configuration(_)
            | database::Error::Held { .. }
            | database::Error::MigrationsPending { .. }
            | database::Error::Statement(_) => Self::Fault(error.to_string()),
        }
    }
}

impl<O> From<sea_orm::DbErr> for Error<O> {
    fn from(error: sea_orm::DbErr) -> Self {
        database::Error::from(error).into()
    }
}

impl<O> From<WriteError> for Error<O> {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Database(error) => error.into(),
            WriteError::Ended => Self::StorageUnavailable(error.to_string()),
            WriteError::Refused(refusal) => match refusal {
                Refusal::Fenced => Self::StorageUnavailable(refusal.to_string()),
                Refusal::RequestReused => Self::Problem(conventions::request_id::reused()),
                Refusal::Revision { present: Some(present), .. } => Self::EtagMismatch { present },
                Refusal::Revision { present: None, .. } => Self::NotFound,
                // An operation that claims keys says itself what it means that one is taken.
                Refusal::KeyTaken { .. } => Self::Internal("a key is taken and the operation does not say which"),
                Refusal::LimitReached { limit, count } => Self::LimitReached { limit, count },
            },
        }
    }
}

impl<O> From<keyring::Error> for Error<O> {
    fn from(error: keyring::Error) -> Self {
        match error {
            keyring::Error::Database(error) => error.into(),
            keyring::Error::Contended { .. } => Self::StorageUnavailable(error.to_string()),
            keyring::Error::Master(_)
            | keyring::Error::Shredded(_)
            | keyring::Error::Missing { .. }
            | keyring::Error::Altered { .. }
            | keyring::Error::Cryptography => Self::Fault(error.to_string()),
        }
    }
}

impl<O> From<keyring::ledger::Error> for Error<O> {
    fn from(error: keyring::ledger::Error) -> Self {
        match error {
            keyring::ledger::Error::Database(error) => error.into(),
            keyring::ledger::Error::Argument { .. } | keyring::ledger::Error::Altered { .. } => {
                Self::Fault(error.to_string())
            }
        }
    }
}

impl<O> From<keyring::SealError> for Error<O> {
    fn from(error: keyring::SealError) -> Self {
        Self::Fault(error.to_string())
    }
}

impl<O> From<keyring::OpenError> for Error<O> {
    fn from(error: keyring::OpenError) -> Self {
        Self::Fault(error.to_string())
    }
}

impl<O> From<serde_json::Error> for Error<O> {
    /// What the error says may quote the record, so only its place is kept.
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(format!("a record is malformed at line {} column {}", error.line(), error.column()))
    }
}

impl<O> From<access::log::AccessLogClosed> for Error<O> {
    fn from(_: access::log::AccessLogClosed) -> Self {
        Self::StorageUnavailable("the access log has ended".into())
    }
}
