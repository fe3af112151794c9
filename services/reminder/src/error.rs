//! What can stand against an operation of this service, each a thing that a caller can act on, and how it is answered.

use contracts::reminder::v1::ErrorReason;
use conventions::problem::Problem;
use conventions::violations::Wording;
use uuid::Uuid;

use crate::domain::cadence::MOST_CADENCES;
use crate::domain::dormancy::MOST_RULES;
use crate::domain::endpoint::MOST_ENDPOINTS;
use crate::domain::schedule::ScheduleError;

/// Customers, as the subjects of preconditions name them.
pub const CUSTOMERS: &str = "customers";

/// Why an operation failed.
pub type Error = operation::Error<Objection>;

/// What can stand against an operation of this service alone.
#[derive(Debug, thiserror::Error)]
pub enum Objection {
    /// The task is completed, cancelled or erased.
    #[error("the task is not open")]
    TaskClosed(Uuid),
    /// The reminder is deleted or erased.
    #[error("the reminder is deleted or erased")]
    ReminderEnded(Uuid),
    /// The resume token is not one that the watch answered to the caller.
    #[error("no such resume token")]
    InvalidResumeToken,
    /// The place of the resume token is not known any more.
    #[error("restored from an older copy")]
    WatchRewound,
    /// Mail is to be sent, and the operator named no server.
    #[error("there is no mail server")]
    MailNotSetUp,
    /// The tenant has as many endpoints as it may have.
    #[error("too many endpoints")]
    TooManyEndpoints,
    /// The endpoint is deleted.
    #[error("the endpoint is deleted")]
    EndpointDeleted(Uuid),
    /// There is a cadence for the same customers.
    #[error("there is a cadence for the same stage and level")]
    CadenceTaken(Uuid),
    /// The cadence is deleted.
    #[error("the cadence is deleted")]
    CadenceDeleted(Uuid),
    /// The tenant has as many cadences as it may have.
    #[error("too many cadences")]
    TooManyCadences,
    /// The dormancy rule is deleted.
    #[error("the dormancy rule is deleted")]
    DormancyRuleDeleted(Uuid),
    /// The tenant has as many dormancy rules as it may have.
    #[error("too many dormancy rules")]
    TooManyDormancyRules,
    /// The delivery is neither given up nor unknown.
    #[error("the delivery cannot be replayed")]
    DeliveryNotReplayable(Uuid),
}

impl From<Objection> for Problem {
    fn from(objection: Objection) -> Self {
        let reason = |reason: ErrorReason| reason.as_str_name();
        match objection {
            Objection::TaskClosed(id) => Self::failed_precondition(
                reason(ErrorReason::TaskClosed),
                format!("tasks/{id}"),
                Wording::new(
                    "the task is completed, cancelled or erased; create another one",
                    "任务已完成、已取消或已清除，请新建任务",
                ),
            ),
            Objection::ReminderEnded(id) => Self::failed_precondition(
                reason(ErrorReason::ReminderEnded),
                format!("reminders/{id}"),
                Wording::new("the reminder is deleted or erased; create another one", "提醒已删除或已清除，请新建提醒"),
            ),
            Objection::InvalidResumeToken => Self::invalid_argument(
                reason(ErrorReason::InvalidResumeToken),
                "resume_token",
                Wording::new(
                    "not one that this watch answered to this caller; watch without one",
                    "不是本次订阅返回给该调用者的续传标记，请不带标记重新订阅",
                ),
            ),
            Objection::WatchRewound => Self::out_of_range(
                reason(ErrorReason::WatchRewound),
                Wording::new(
                    "the service was restored from an older copy: list the open tasks, and watch without a resume token",
                    "服务已从较早的备份恢复：请列出未完成的任务，并不带续传标记重新订阅",
                ),
            ),
            Objection::MailNotSetUp => Self::failed_precondition(
                reason(ErrorReason::MailNotSetUp),
                "settings/reminder.mail_server",
                Wording::new(
                    "the operator named no mail server: set reminder.mail_server, or give the url of a webhook",
                    "未配置邮件服务器：请设置 reminder.mail_server，或改用 webhook 网址",
                ),
            ),
            Objection::TooManyEndpoints => Self::failed_precondition(
                reason(ErrorReason::TooManyEndpoints),
                "endpoints",
                Wording::new(
                    format!("there are {MOST_ENDPOINTS} endpoints: delete one that is not needed"),
                    format!("已有 {MOST_ENDPOINTS} 个通知端点：请先删除不需要的"),
                ),
            ),
            Objection::EndpointDeleted(id) => Self::failed_precondition(
                reason(ErrorReason::EndpointDeleted),
                format!("endpoints/{id}"),
                Wording::new("the endpoint is deleted; create another one", "通知端点已删除，请新建"),
            ),
            Objection::CadenceTaken(holder) => Self::already_exists(
                reason(ErrorReason::CadenceTaken),
                Wording::new(
                    format!("there is a cadence for the same stage and level, {holder}: update that one"),
                    format!("该阶段与等级已有跟进节奏 {holder}，请修改该节奏"),
                ),
            )
            .with("cadence_id", holder),
            Objection::CadenceDeleted(id) => Self::failed_precondition(
                reason(ErrorReason::CadenceDeleted),
                format!("cadences/{id}"),
                Wording::new("the cadence is deleted; create another one", "跟进节奏已删除，请新建"),
            ),
            Objection::TooManyCadences => Self::failed_precondition(
                reason(ErrorReason::TooManyCadences),
                "cadences",
                Wording::new(
                    format!("there are {MOST_CADENCES} cadences: delete one that is not needed"),
                    format!("已有 {MOST_CADENCES} 个跟进节奏：请先删除不需要的"),
                ),
            ),
            Objection::DormancyRuleDeleted(id) => Self::failed_precondition(
                reason(ErrorReason::DormancyRuleDeleted),
                format!("dormancyRules/{id}"),
                Wording::new("the dormancy rule is deleted; create another one", "沉睡规则已删除，请新建"),
            ),
            Objection::TooManyDormancyRules => Self::failed_precondition(
                reason(ErrorReason::TooManyDormancyRules),
                "dormancyRules",
                Wording::new(
                    format!("there are {MOST_RULES} dormancy rules: delete one that is not needed"),
                    format!("已有 {MOST_RULES} 条沉睡规则：请先删除不需要的"),
                ),
            ),
            Objection::DeliveryNotReplayable(id) => Self::failed_precondition(
                reason(ErrorReason::DeliveryNotReplayable),
                format!("deliveries/{id}"),
                Wording::new(
                    "the delivery is still to be tried, was taken or was dropped: there is nothing to replay",
                    "该投递尚待发送、已送达或已作废，无需重发",
                ),
            ),
        }
    }
}

impl From<Objection> for Error {
    fn from(objection: Objection) -> Self {
        Self::Objection(objection)
    }
}

/// Whether storage is away for all, rather than something amiss with a record.
pub fn is_outage(error: &Error) -> bool {
    matches!(error, Error::StorageUnavailable(_))
}

impl From<ScheduleError> for Error {
    /// A schedule was asked when it was written, so this is a fault.
    fn from(error: ScheduleError) -> Self {
        Self::Fault(error.to_string())
    }
}
