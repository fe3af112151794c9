//! ListCadences.

use access::Action;
use access::log::Act;
use contracts::reminder::v1::{ListCadencesRequest, ListCadencesResponse};
use conventions::page;
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::cadence::{self, KIND};

/// The most cadences on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListCadencesRequest) -> Result<ListCadencesResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;
    let classes = call.allow_in_tenant(Action::ViewTenant)?;
    let mut found = cadence::list(call.service.database(), call.tenant(), after.unwrap_or_default(), size + 1).await?;
    let next_page_token = match found.get(size.saturating_sub(1)) {
        Some(last) if found.len() > size => query.token(&last.id)?,
        _ => String::new(),
    };
    found.truncate(size);
    call.log(Act::List, KIND, found.iter().map(|cadence| cadence.id).collect(), classes).await?;
    Ok(ListCadencesResponse { cadences: found.iter().map(encode::cadence).collect(), next_page_token })
}
