//! ListTimeline.

use access::ClassSet;
use access::log::Act;
use contracts::interaction::v1::{ListTimelineRequest, ListTimelineResponse, TimelineEntry};
use conventions::page;
use expression::Filter;

use super::record::At;
use super::visible::{TIMELINE, visible};
use crate::call::Call;
use crate::error::Error;
use crate::store::activity_filter::TRANSACTION;
use crate::store::activity_list::{self, Cursor, Of, Order, Page};

/// The most entries on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListTimelineRequest) -> Result<ListTimelineResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Cursor> = query.cursor(&token)?;
    let (customer, visible) = visible(&call, &request.customer, &request.kinds).await?;

    let kinds: Vec<_> = visible.iter().map(|(kind, _)| *kind).collect();
    let everything = Filter::parse("", &TRANSACTION).map_err(|_| Error::Internal("the empty filter is refused"))?;
    let (of, order) = (Of::Customer(customer.id), Order::Newest);
    let page = Page { kinds: &kinds, of, filter: &everything, order, after, show_deleted: false, limit: size + 1 };
    let rows = activity_list::list(call.service.database(), call.tenant(), page).await?;
    let next_page_token = match rows.get(size.saturating_sub(1)) {
        Some(last) if rows.len() > size => query.token(&Cursor { time: last.occur_time, id: last.activity_id })?,
        _ => String::new(),
    };
    let (mut entries, mut ids, mut seen) = (Vec::with_capacity(size), Vec::with_capacity(size), ClassSet::empty());
    for row in rows.iter().take(size) {
        let Some((_, classes)) = visible.iter().find(|(kind, _)| *kind == row.kind) else { continue };
        let record = At::Row(row).record(&call, *classes).await?;
        entries.push(TimelineEntry { record });
        ids.push(row.activity_id);
        seen |= *classes;
    }
    call.log(Act::List, TIMELINE, ids, seen).await?;
    Ok(ListTimelineResponse { entries, next_page_token })
}
