//! PurgeCustomer.

use access::Action;
use contracts::customer::v1::{PurgeCustomerRequest, PurgeCustomerResponse};
use journal::Outcome;
use operation::Answer;
use uuid::Uuid;

use super::target::key_of;
use crate::Service;
use crate::call::Call;
use crate::error::{CUSTOMERS, Error};

pub(super) async fn purge(call: Call, request: PurgeCustomerRequest) -> Result<PurgeCustomerResponse, Error> {
    // A caller who goes away must not leave it half done.
    let purging = tokio::spawn(carry_out(call, request));
    purging.await.map_err(|_| Error::Internal("purging ended before it was done"))?
}

async fn carry_out(call: Call, mut request: PurgeCustomerRequest) -> Result<PurgeCustomerResponse, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let key = key_of(&request.customer)?;
    call.once(claim.as_ref(), async {
        let target = call.target(&key, Action::Purge).await?;
        target.compare(&request.etag)?;
        let id = target.customer.id;
        let after = target.customer.purged().map_err(|state| Error::State(CUSTOMERS, id, state))?;
        let record = call.service.purging(call.tenant(), &target.row, &target.customer, after).await?;
        let write = call.write(claim.clone(), Vec::new(), Vec::new(), record);
        match call.commit(write, request.validate_only).await? {
            Outcome::Committed(_) if request.validate_only => {}
            Outcome::Committed(_) | Outcome::Replayed { .. } => {
                call.service.erase_purged(call.tenant(), id).await?;
            }
        }
        Ok(PurgeCustomerResponse { customer_id: id.to_string() })
    })
    .await
}

impl Answer<Service> for PurgeCustomerResponse {
    async fn again(call: &Call, id: Uuid, _: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::Purge)?;
        Ok(Self { customer_id: id.to_string() })
    }
}
