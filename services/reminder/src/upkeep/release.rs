//! Giving a customer to the pool, by command to the customer service: it alone knows the rules of the pool.
//!
//! The command carries the id of the spell's task as its request id, so that whoever is killed between the answer and writing it down gets the
//! same answer again. It names the revision of the customer that is known here: where the customer moved on since, nothing is done until
//! the feed has told of that.

use clock::Instant;
use contracts::customer::v1::ReleaseCustomerRequest;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use conventions::etag;
use journal::Fence;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::Service;
use crate::domain::acquaintance::Acquaintance;
use crate::domain::dormancy;
use crate::domain::task::Task;
use crate::error::Error;
use crate::fenced::Fenced;

/// Why a customer is released, as its history tells.
const REASON: &str = "沉睡客户，长期未联系 Dormant: no contact for long";
/// When to try again what could not be asked, or was changed meanwhile. Microseconds.
const RETRY: i64 = 60_000_000;

impl Service {
    /// Gives a customer to the pool under the name of the task of its spell, and writes down what came of it; answers when to look again.
    pub(super) async fn release(
        &self,
        tenant: &str,
        customer: &Acquaintance,
        task: &Task,
        fence: &Fence,
    ) -> Result<(Fenced, Option<Instant>), Error> {
        let request = ReleaseCustomerRequest {
            customer: customer.customer.to_string(),
            etag: etag::of_revision(customer.revision),
            reason: REASON.to_owned(),
            request_id: task.id.to_string(),
            validate_only: false,
        };
        let ask =
            |channel, request| async move { OwnershipServiceClient::new(channel).release_customer(request).await };
        let asked = self.customers.ask(&self.token.in_tenant(tenant), request, ask).await;
        let now = self.now().await?;
        let refusal = match asked {
            Ok(_) => String::new(),
            Err(status) if is_passing(&status) => {
                tracing::info!(code = ?status.code(), "a customer cannot be given to the pool now; tried again");
                return Ok((Fenced::Written, Some(now.plus_micros(RETRY))));
            }
            Err(status) => refusal(&status),
        };
        let Some(after) = dormancy::released(task, refusal, now) else { return Ok((Fenced::Written, None)) };
        Ok((self.change_upkeep(tenant, Some(task), &after, fence).await?, None))
    }
}

/// Whether another answer may come when it is asked again.
fn is_passing(status: &Status) -> bool {
    match status.code() {
        Code::Unavailable
        | Code::DeadlineExceeded
        | Code::ResourceExhausted
        | Code::Aborted
        | Code::Cancelled
        | Code::Internal
        | Code::Unknown
        | Code::Unauthenticated => true,
        Code::Ok
        | Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::FailedPrecondition
        | Code::OutOfRange
        | Code::Unimplemented
        | Code::DataLoss => false,
    }
}

/// The reason that the customer service gives.
fn refusal(status: &Status) -> String {
    let told = status.get_details_error_info().map(|info| info.reason);
    told.filter(|reason| !reason.is_empty()).unwrap_or_else(|| format!("{:?}", status.code()))
}
