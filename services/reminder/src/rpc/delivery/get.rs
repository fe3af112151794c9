//! GetDelivery.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::reminder::v1::{Delivery as Sent, GetDeliveryRequest};
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::delivery::{self, KIND};

pub(super) async fn get(call: Call, request: GetDeliveryRequest) -> Result<Sent, Error> {
    call.allow_in_tenant(Action::ManageEndpoints)?;
    let id = Uuid::try_parse(&request.delivery_id).map_err(|_| Error::NotFound)?;
    let delivery = delivery::find(call.service.database(), call.tenant(), id).await?.ok_or(Error::NotFound)?;
    call.log(Act::View, KIND, vec![id], ClassSet::only(DataClass::Fact)).await?;
    Ok(encode::delivery(&delivery))
}
