//! What can stand against an operation of this service, each a thing that a caller can act on, and how it is answered.

use contracts::interaction::v1::ErrorReason;
use conventions::problem::Problem;
use conventions::violations::Wording;
use uuid::Uuid;

use crate::domain::handling::HandlingState;

/// Customers, as the subjects of preconditions name them.
pub const CUSTOMERS: &str = "customers";

/// Why an operation failed.
pub type Error = operation::Error<Objection>;

/// What can stand against an operation of this service alone.
#[derive(Debug, thiserror::Error)]
pub enum Objection {
    /// Another transaction has the external id.
    #[error("external id taken")]
    ExternalIdTaken {
        /// The transaction that has it.
        holder: Uuid,
    },
    /// More would be paid back than was paid.
    #[error("there is not so much left to be paid back")]
    RefundExceeds {
        /// The transaction.
        id: Uuid,
        /// What is left, with its currency.
        left: String,
    },
    /// A record cannot go from its state of handling to the one asked for.
    #[error("no such step from its state of handling")]
    StateUnreachable {
        /// What such records are called.
        collection: &'static str,
        /// The record.
        id: Uuid,
        /// Its state.
        state: HandlingState,
    },
    /// A record was to be given to somebody else, and is settled.
    #[error("it is settled")]
    HandlingSettled {
        /// What such records are called.
        collection: &'static str,
        /// The record.
        id: Uuid,
        /// Its state.
        state: HandlingState,
    },
    /// Somebody who does not work on a customer was to handle something of it, and the caller may not let them in.
    #[error("the assignee does not work on the customer")]
    AssigneeOutside {
        /// The customer.
        customer: Uuid,
    },
    /// The resume token is not one that this watch answered.
    #[error("not a resume token of this watch")]
    InvalidResumeToken,
    /// The place of the resume token is not known any more.
    #[error("restored from an older copy")]
    WatchRewound,
}

impl From<Objection> for Error {
    fn from(objection: Objection) -> Self {
        Self::Objection(objection)
    }
}

impl From<Objection> for Problem {
    fn from(objection: Objection) -> Self {
        match objection {
            Objection::ExternalIdTaken { holder } => Self::already_exists(
                ErrorReason::TransactionExternalIdTaken.as_str_name(),
                Wording::new(
                    format!("transaction {holder} has this external_id; leave it out, or import it"),
                    format!("交易 {holder} 已使用该 external_id，请去掉或改用导入"),
                ),
            )
            .with("transaction_id", holder),
            Objection::RefundExceeds { id, left } => Self::failed_precondition(
                ErrorReason::RefundExceedsTotal.as_str_name(),
                format!("transactions/{id}"),
                Wording::new(format!("what is left to be paid back is {left}"), format!("最多可退 {left}")),
            )
            .with("left", left),
            Objection::StateUnreachable { collection, id, state } => {
                let next: Vec<_> = state.next().iter().map(|next| next.code()).collect();
                let next = next.join(", ");
                Self::failed_precondition(
                    ErrorReason::HandlingStateUnreachable.as_str_name(),
                    format!("{collection}/{id}"),
                    Wording::new(
                        format!("it is {}, after which comes {next}", state.code()),
                        format!("当前状态为 {}，之后只能是 {next}", state.code()),
                    ),
                )
                .with("handling_state", state.code())
            }
            Objection::HandlingSettled { collection, id, state } => Self::failed_precondition(
                ErrorReason::HandlingSettled.as_str_name(),
                format!("{collection}/{id}"),
                Wording::new(
                    format!("it is {} and stays with whoever settled it; take it up again, or assign it", state.code()),
                    format!("当前状态为 {}，仍归处理人所有；可重新受理或另行指派", state.code()),
                ),
            )
            .with("handling_state", state.code()),
            Objection::AssigneeOutside { customer } => Self::failed_precondition(
                ErrorReason::AssigneeOutside.as_str_name(),
                format!("{CUSTOMERS}/{customer}"),
                Wording::new(
                    "the assignee does not work on the customer; have its owner add them to the collaborators",
                    "该员工未参与此客户，请由负责人先将其设为协作人",
                ),
            ),
            Objection::InvalidResumeToken => Self::invalid_argument(
                ErrorReason::InvalidResumeToken.as_str_name(),
                "resume_token",
                Wording::new(
                    "not one that this watch answered to this caller; watch without one",
                    "不是本次订阅返回给该调用者的续传标记，请不带标记重新订阅",
                ),
            ),
            Objection::WatchRewound => Self::out_of_range(
                ErrorReason::WatchRewound.as_str_name(),
                Wording::new(
                    "the service was restored from an older copy: list the timeline, and watch without a resume token",
                    "服务已从较早的备份恢复：请列出时间线，并不带续传标记重新订阅",
                ),
            ),
        }
    }
}
