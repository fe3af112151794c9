//! ListSegments.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{ListSegmentsRequest, ListSegmentsResponse};
use conventions::page;
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::segment::{self, KIND};

/// The most segments on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListSegmentsRequest) -> Result<ListSegmentsResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;
    call.allow_in_tenant(Action::ViewSegments)?;
    let mut segments =
        segment::list(call.service.database(), call.tenant(), after.unwrap_or_default(), size + 1).await?;
    let has_more = segments.len() > size;
    segments.truncate(size);
    let next_page_token = match segments.last() {
        Some(last) if has_more => query.token(&last.id)?,
        _ => String::new(),
    };
    let ids = segments.iter().map(|segment| segment.id).collect();
    call.log(Act::List, KIND, ids, ClassSet::only(DataClass::Fact)).await?;
    Ok(ListSegmentsResponse { segments: segments.iter().map(encode::segment).collect(), next_page_token })
}
