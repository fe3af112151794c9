//! What can go wrong, each a thing that a caller can act on, and how it is answered.

mod pool;

use std::time::Duration;

use contracts::customer::v1::ErrorReason;
use conventions::problem::Problem;
use conventions::violations::Wording;
use journal::{Refusal, WriteError};
use uuid::Uuid;

use crate::domain::customer::StateError;
use crate::domain::pool::PoolError;

/// When a caller should try again after the database failed.
const RETRY: Duration = Duration::from_secs(1);

/// Why an operation failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A problem that the house rules find, such as violations or a page token of another query.
    #[error("{}", .0.reason())]
    Problem(Problem),
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
    /// Another customer has an external id.
    #[error("external id taken")]
    ExternalIdTaken,
    /// Another customer has the number.
    #[error("number taken")]
    NumberTaken,
    /// A company has another primary contact person.
    #[error("primary taken")]
    PrimaryTaken {
        /// The contact person who is.
        holder: Uuid,
    },
    /// Another member of staff has this issuer and subject.
    #[error("subject taken")]
    SubjectTaken,
    /// The vocabulary has a term with this code.
    #[error("term taken")]
    TermTaken,
    /// The pipeline does not lead from one stage to the other.
    #[error("stage not reachable")]
    StageNotReachable {
        /// The record.
        id: Uuid,
        /// Where it leads.
        reachable: Vec<String>,
    },
    /// The record is in a state that does not allow it.
    #[error("the record's state does not allow it")]
    State(Uuid, StateError),
    /// The customer cannot be claimed or released.
    #[error("the pool does not allow it")]
    Pool(Uuid, PoolError),
    /// A limit of a write is reached. An operation that sets limits says itself what it means.
    #[error("a limit is reached")]
    LimitReached {
        /// Which of the limits.
        limit: usize,
        /// How much there is.
        count: i64,
    },
    /// The contact person is in a state that does not allow it.
    #[error("the contact person's state does not allow it")]
    PersonState(Uuid, StateError),
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
    /// The caller's stream broke off; nobody hears the answer.
    #[error("the caller's stream broke off")]
    Ended,
    /// A fault of this program or of its data.
    #[error("internal: {0}")]
    Internal(&'static str),
    /// A fault with its cause, which is logged and not answered.
    #[error("internal: {0}")]
    Fault(String),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let reason = |reason: ErrorReason| reason.as_str_name();
        match error {
            Error::Problem(problem) => problem,
            Error::PermissionDenied => Self::permission_denied(
                reason(ErrorReason::PermissionDenied),
                Wording::new("your roles do not allow this", "您的角色无权执行此操作"),
            ),
            Error::NotFound => Self::not_found(
                reason(ErrorReason::NotFound),
                Wording::new("there is no such record, or none yet at that time", "没有这条记录，或在该时间尚不存在"),
            ),
            Error::EtagMismatch { present } => Self::aborted(
                reason(ErrorReason::EtagMismatch),
                Wording::new(
                    format!("the record was changed since you read it: it is at revision {present}; read it again"),
                    format!("记录在您读取之后已被修改，当前版本为 {present}，请重新读取"),
                ),
            )
            .with("revision", present),
            Error::ExternalIdTaken => Self::already_exists(
                reason(ErrorReason::ExternalIdTaken),
                Wording::new(
                    "another customer has one of the external_ids; read that one by it, or leave the id out",
                    "external_ids 中有编号已属于另一客户，请按该编号读取客户或去掉此编号",
                ),
            ),
            Error::NumberTaken => Self::already_exists(
                reason(ErrorReason::NumberTaken),
                Wording::new(
                    "another customer has this customer_number; leave it out to be given one",
                    "该客户编号已被使用，留空可自动编号",
                ),
            ),
            Error::PrimaryTaken { holder } => Self::already_exists(
                reason(ErrorReason::PrimaryTaken),
                Wording::new(
                    format!("the company has another primary contact person, {holder}: unset primary there first"),
                    format!("该企业已有首要联系人 {holder}，请先取消其首要标记"),
                ),
            )
            .with("contact_person_id", holder),
            Error::SubjectTaken => Self::already_exists(
                reason(ErrorReason::SubjectTaken),
                Wording::new("another member of staff has this issuer and subject", "该令牌主体已对应另一员工"),
            ),
            Error::TermTaken => Self::already_exists(
                reason(ErrorReason::TermTaken),
                Wording::new(
                    "the vocabulary has a term with this code, perhaps a retired one; bring that back or choose another",
                    "该词表已有此代码的词条（可能已停用），请恢复该词条或另选代码",
                ),
            ),
            Error::StageNotReachable { id, reachable } => {
                let list = reachable.join(", ");
                let wording = if list.is_empty() {
                    Wording::new("the pipeline leads nowhere from the present stage", "当前阶段不能进入其他阶段")
                } else {
                    Wording::new(
                        format!("the pipeline leads from the present stage to: {list}"),
                        format!("从当前阶段只能进入：{list}"),
                    )
                };
                Self::failed_precondition(reason(ErrorReason::StageNotReachable), format!("customers/{id}"), wording)
                    .with("reachable", list)
            }
            Error::State(id, state) => in_state(format!("customers/{id}"), state),
            Error::PersonState(id, state) => in_state(format!("contactPersons/{id}"), state),
            Error::Pool(id, error) => pool::problem(id, error),
            Error::LimitReached { .. } => internal("a limit is reached and the operation does not say which"),
            Error::RecordTooLarge { field, size } => Self::invalid_argument(
                reason(ErrorReason::RecordTooLarge),
                field,
                Wording::new(
                    format!("is {size} bytes, more than 64 KiB: shorten remarks or lists"),
                    format!("共 {size} 字节，超过 64 KiB，请缩短备注或列表"),
                ),
            )
            .with("size", size),
            Error::SchemaNewer => Self::unavailable(
                reason(ErrorReason::SchemaNewer),
                Wording::new("a newer release wrote this record; ask a server of that release", "记录由更新的版本写入"),
                RETRY,
            ),
            Error::StorageUnavailable(cause) => {
                tracing::warn!(%cause, "storage is unavailable");
                Self::unavailable(
                    reason(ErrorReason::StorageUnavailable),
                    Wording::new("the database cannot be reached or its disk is full", "数据库不可用或磁盘已满"),
                    RETRY,
                )
            }
            Error::Ended => Self::deadline_exceeded(
                reason(ErrorReason::DeadlineExceeded),
                Wording::new("the stream broke off; send the rows again", "数据流中断，请重新发送"),
            ),
            Error::Internal(cause) => internal(cause),
            Error::Fault(cause) => internal(&cause),
        }
    }
}

fn in_state(record: String, state: StateError) -> Problem {
    let (why, wording) = match state {
        StateError::Deleted => {
            (ErrorReason::Deleted, Wording::new("the record is deleted; undelete it first", "记录已删除，请先恢复"))
        }
        StateError::NotDeleted => (ErrorReason::NotDeleted, Wording::new("the record is not deleted", "记录未被删除")),
        StateError::Archived => (
            ErrorReason::Archived,
            Wording::new("the record is archived; unarchive it first", "记录已归档，请先取消归档"),
        ),
        StateError::NotArchived => (ErrorReason::NotArchived, Wording::new("the record is not archived", "记录未归档")),
        StateError::Erased => (
            ErrorReason::Erased,
            Wording::new(
                "the personal fields of the record were erased; it can be read, not changed",
                "记录的个人信息已被永久清除，只能读取，不能修改",
            ),
        ),
    };
    Problem::failed_precondition(why.as_str_name(), record, wording)
}

fn internal(cause: &str) -> Problem {
    tracing::error!(%cause, "an operation failed");
    Problem::internal(
        ErrorReason::Internal.as_str_name(),
        Wording::new("a fault of the server; the trace id finds it in the log", "服务器内部错误，可凭跟踪编号查日志"),
    )
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<database::Error> for Error {
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

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        database::Error::from(error).into()
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Database(error) => error.into(),
            WriteError::Ended => Self::StorageUnavailable(error.to_string()),
            WriteError::Refused(refusal) => match refusal {
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

impl From<keyring::Error> for Error {
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

impl From<keyring::ledger::Error> for Error {
    fn from(error: keyring::ledger::Error) -> Self {
        match error {
            keyring::ledger::Error::Database(error) => error.into(),
            keyring::ledger::Error::Argument { .. } | keyring::ledger::Error::Altered { .. } => {
                Self::Fault(error.to_string())
            }
        }
    }
}

impl From<keyring::SealError> for Error {
    fn from(error: keyring::SealError) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<keyring::OpenError> for Error {
    fn from(error: keyring::OpenError) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<serde_json::Error> for Error {
    /// What the error says may quote the record, so only its place is kept.
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(format!("a record is malformed at line {} column {}", error.line(), error.column()))
    }
}

impl From<access::log::AccessLogClosed> for Error {
    fn from(_: access::log::AccessLogClosed) -> Self {
        Self::StorageUnavailable("the access log has ended".into())
    }
}
