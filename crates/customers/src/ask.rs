//! Asking the customer service in a caller's name.

use std::time::Duration;

use client::{Origin, Peer};
use contracts::customer::v1 as wire;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use conventions::problem::Problem;
use conventions::violations::Wording;
use tonic::{Code, Status};
use uuid::Uuid;

use crate::{Customer, CustomerState};

/// The reason that every service gives which asks the customer service; each has it in its `ErrorReason`.
const CUSTOMERS_UNAVAILABLE: &str = "CUSTOMERS_UNAVAILABLE";
/// When a caller should try again after the customer service could not be reached.
const RETRY: Duration = Duration::from_secs(1);

/// What a refusal of the customer service means.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refused {
    /// The caller may not know.
    #[error("the caller may not know")]
    PermissionDenied,
    /// There is no such record.
    #[error("there is no such record")]
    NotFound,
    /// It said nothing.
    #[error("the customer service cannot be reached: {0:?}")]
    Unreached(Code),
}

impl From<Status> for Refused {
    fn from(status: Status) -> Self {
        match status.code() {
            Code::PermissionDenied | Code::Unauthenticated => Self::PermissionDenied,
            Code::NotFound => Self::NotFound,
            code => Self::Unreached(code),
        }
    }
}

impl<O> From<Refused> for operation::Error<O> {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::PermissionDenied => Self::PermissionDenied,
            Refused::NotFound => Self::NotFound,
            Refused::Unreached(code) => {
                tracing::warn!(?code, "the customer service could not be asked");
                let message = Wording::new("the customer service cannot be reached", "客户服务暂时不可用");
                Self::Problem(Problem::unavailable(CUSTOMERS_UNAVAILABLE, message, RETRY))
            }
        }
    }
}

/// What the customer service says of a customer now, to the caller of a call.
///
/// # Errors
/// What it refuses.
pub async fn customer(peer: &Peer, origin: &Origin, key: Key) -> Result<Customer, Refused> {
    let request = wire::GetCustomerRequest { key: Some(key), as_of: None };
    let ask = |channel, request| async move { CustomerServiceClient::new(channel).get_customer(request).await };
    let told = peer.ask(origin, request, ask).await?;
    Ok(Customer {
        id: Uuid::try_parse(&told.customer_id).map_err(|_| Refused::Unreached(Code::DataLoss))?,
        state: CustomerState::told(told.state).ok_or(Refused::Unreached(Code::DataLoss))?,
        owner: Uuid::try_parse(&told.owner).ok(),
        team: Uuid::try_parse(&told.team).ok(),
        collaborators: told.collaborators.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect(),
        stage: told.stage,
        level: told.level,
    })
}

/// A member of staff as the customer service says now, to the caller of a call; none when there is no such.
///
/// # Errors
/// What it refuses.
pub async fn staff(peer: &Peer, origin: &Origin, id: Uuid) -> Result<Option<wire::Staff>, Refused> {
    let request = wire::GetStaffRequest { staff_id: id.to_string() };
    let ask = |channel, request| async move { StaffServiceClient::new(channel).get_staff(request).await };
    match peer.ask(origin, request, ask).await.map_err(Refused::from) {
        Ok(found) => Ok(Some(found)),
        Err(Refused::NotFound) => Ok(None),
        Err(refused) => Err(refused),
    }
}
