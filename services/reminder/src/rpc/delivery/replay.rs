//! ReplayDelivery.

use access::Action;
use contracts::reminder::v1::{Delivery as Sent, ReplayDeliveryRequest};
use journal::Outcome;
use operation::{Answer, etag};
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::error::{Error, Objection};
use crate::store::{delivery, endpoint};

pub(super) async fn replay(call: Call, mut request: ReplayDeliveryRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.allow_in_tenant(Action::ManageEndpoints)?;
    let id = Uuid::try_parse(&request.delivery_id).map_err(|_| Error::NotFound)?;
    call.once(claim.as_ref(), async {
        let database = call.service.database();
        let before = delivery::find(database, call.tenant(), id).await?.ok_or(Error::NotFound)?;
        etag::compare(&request.etag, before.revision)?;
        let endpoint = before.facts.endpoint;
        let row = endpoint::find(database, call.tenant(), endpoint).await?;
        if row.is_none_or(|row| endpoint::is_deleted(&row)) {
            return Err(Objection::EndpointDeleted(endpoint).into());
        }
        let mut after = before
            .replayed(call.service.now().await?)
            .map_err(|_| Error::Objection(Objection::DeliveryNotReplayable(id)))?;
        let change = delivery::change(call.tenant(), &after, call.service.records.clock.salt())?;
        let write = call.write(claim.clone(), Vec::new(), Vec::new(), change);
        match call.commit(write, request.validate_only).await? {
            Outcome::Committed(recorded) => {
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(encode::delivery(&after))
            }
            Outcome::Replayed { id, revision, .. } => Sent::again(&call, id, revision).await,
        }
    })
    .await
}

impl Answer<Service> for Sent {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::ManageEndpoints)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        Ok(encode::delivery(&delivery::of_entry(&entry)?))
    }
}
