//! What can stand against an operation of this service, each a thing that a caller can act on, and how it is answered.

use contracts::interaction::v1::ErrorReason;
use conventions::problem::Problem;
use conventions::violations::Wording;
use uuid::Uuid;

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
        }
    }
}
