//! ListEndpoints.

use access::log::Act;
use access::{Action, ClassSet};
use contracts::reminder::v1::{ListEndpointsRequest, ListEndpointsResponse};
use conventions::page;
use uuid::Uuid;

use crate::call::Call;
use crate::error::Error;
use crate::store::endpoint::{self, KIND};

/// The most endpoints on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListEndpointsRequest) -> Result<ListEndpointsResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;
    call.allow_in_tenant(Action::ManageEndpoints)?;
    let rows = endpoint::list(call.service.database(), call.tenant(), after.unwrap_or_default(), size + 1).await?;
    let next_page_token = match rows.get(size.saturating_sub(1)) {
        Some(last) if rows.len() > size => query.token(&last.endpoint_id)?,
        _ => String::new(),
    };
    let (mut endpoints, mut ids) = (Vec::with_capacity(size), Vec::with_capacity(size));
    for row in rows.iter().take(size) {
        let endpoint = endpoint::open(&call.service.records.keyring, row).await?;
        endpoints.push(call.sent_endpoint(&endpoint).await?);
        ids.push(endpoint.id);
    }
    call.log(Act::List, KIND, ids, ClassSet::all()).await?;
    Ok(ListEndpointsResponse { endpoints, next_page_token })
}
