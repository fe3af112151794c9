//! What can stand against an operation of this service, each a thing that a caller can act on, and how it is answered.

use std::time::Duration;

use contracts::interaction::v1::ErrorReason;
use conventions::problem::Problem;
use conventions::violations::Wording;

/// Customers, as the subjects of preconditions name them.
pub const CUSTOMERS: &str = "customers";

/// When a caller should try again after the customer service could not be reached.
const RETRY: Duration = Duration::from_secs(1);

/// Why an operation failed.
pub type Error = operation::Error<Objection>;

/// What can stand against an operation of this service alone.
#[derive(Debug, thiserror::Error)]
pub enum Objection {
    /// The customer service, which must be asked before this is decided, cannot be reached.
    #[error("the customer service cannot be reached: {0}")]
    CustomersUnavailable(String),
}

impl From<Objection> for Problem {
    fn from(objection: Objection) -> Self {
        match objection {
            Objection::CustomersUnavailable(cause) => {
                tracing::warn!(%cause, "the customer service could not be asked");
                Self::unavailable(
                    ErrorReason::CustomersUnavailable.as_str_name(),
                    Wording::new("the customer service cannot be reached", "客户服务暂时不可用"),
                    RETRY,
                )
            }
        }
    }
}
