//! ListDeliveries.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::reminder::v1::{self as wire, ListDeliveriesRequest, ListDeliveriesResponse};
use conventions::page;
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::domain::delivery::DeliveryState;
use crate::error::Error;
use crate::rpc::fields::reference;
use crate::store::delivery::KIND;
use crate::store::delivery_list::{self, Wanted};

/// The most deliveries on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list_deliveries(
    call: Call,
    mut request: ListDeliveriesRequest,
) -> Result<ListDeliveriesResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;
    call.allow_in_tenant(Action::ManageEndpoints)?;
    let wanted = Wanted {
        endpoint: reference(&request.endpoint_id),
        task: reference(&request.task_id),
        state: state(request.state),
    };
    let (database, after) = (call.service.database(), after.unwrap_or_default());
    let mut deliveries = delivery_list::list(database, call.tenant(), wanted, after, size + 1).await?;
    let next_page_token = match deliveries.get(size.saturating_sub(1)) {
        Some(last) if deliveries.len() > size => query.token(&last.id)?,
        _ => String::new(),
    };
    deliveries.truncate(size);
    let ids = deliveries.iter().map(|delivery| delivery.id).collect();
    call.log(Act::List, KIND, ids, ClassSet::only(DataClass::Fact)).await?;
    Ok(ListDeliveriesResponse { deliveries: deliveries.iter().map(encode::delivery).collect(), next_page_token })
}

fn state(sent: i32) -> Option<DeliveryState> {
    match wire::DeliveryState::try_from(sent) {
        Ok(wire::DeliveryState::Pending) => Some(DeliveryState::Pending),
        Ok(wire::DeliveryState::Delivered) => Some(DeliveryState::Delivered),
        Ok(wire::DeliveryState::Dead) => Some(DeliveryState::Dead),
        Ok(wire::DeliveryState::Unknown) => Some(DeliveryState::Unknown),
        Ok(wire::DeliveryState::Dropped) => Some(DeliveryState::Dropped),
        Ok(wire::DeliveryState::Unspecified) | Err(_) => None,
    }
}
