//! ListSegmentMembers.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{ListSegmentMembersRequest, ListSegmentMembersResponse};
use conventions::page;
use uuid::Uuid;

use crate::call::Call;
use crate::error::Error;
use crate::store::members;

/// The most customers on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list_members(
    call: Call,
    mut request: ListSegmentMembersRequest,
) -> Result<ListSegmentMembersResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Uuid> = query.cursor(&token)?;
    let segment = call.segment(&request.segment_id, Action::ViewSegments).await?;
    let evaluation = call.evaluation_of(&segment).await?;

    let membership = evaluation.membership(call.tenant());
    let mut customers = members::list(call.service.database(), membership, after, size + 1).await?;
    let has_more = customers.len() > size;
    customers.truncate(size);
    let next_page_token = match customers.last() {
        Some(last) if has_more => query.token(last)?,
        _ => String::new(),
    };
    let ids = customers.iter().map(ToString::to_string).collect();
    call.log(Act::List, "customer", customers, ClassSet::only(DataClass::Fact)).await?;
    Ok(ListSegmentMembersResponse { customers: ids, next_page_token })
}
