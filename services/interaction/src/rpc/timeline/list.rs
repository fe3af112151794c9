//! ListTimeline.

use access::log::Act;
use access::{Action, ClassSet};
use contracts::interaction::v1::timeline_entry::Record;
use contracts::interaction::v1::{ListTimelineRequest, ListTimelineResponse, TimelineEntry, TimelineKind};
use conventions::page;
use customers::Customer;
use expression::Filter;

use crate::call::Call;
use crate::domain::activity::Kind;
use crate::domain::complaint::Complaint;
use crate::domain::feedback::Feedback;
use crate::domain::interaction::Interaction;
use crate::domain::service_case::ServiceCase;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::target::Resource;
use crate::store::activity;
use crate::store::activity_list::{self, Cursor, Of, Order, Page};
use crate::store::entity::activity::Model;

/// The most entries on a page.
const LARGEST_PAGE: usize = 1_000;
/// What the access log calls a timeline.
const TIMELINE: &str = "timeline";

/// The kinds, by what they are called in the contract and in the table, and what one needs to be allowed to read them.
const KINDS: [(TimelineKind, &str, Action); 5] = [
    (TimelineKind::Interaction, Interaction::NAME, Interaction::VIEW),
    (TimelineKind::Transaction, Transaction::NAME, Transaction::VIEW),
    (TimelineKind::Feedback, Feedback::NAME, Feedback::VIEW),
    (TimelineKind::Complaint, Complaint::NAME, Complaint::VIEW),
    (TimelineKind::ServiceCase, ServiceCase::NAME, ServiceCase::VIEW),
];

/// A kind that the caller may read, with the classes that come with it.
type Visible = (&'static str, ClassSet);

pub(super) async fn list(call: Call, mut request: ListTimelineRequest) -> Result<ListTimelineResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Cursor> = query.cursor(&token)?;
    let (customer, visible) = visible(&call, &request).await?;

    let kinds: Vec<_> = visible.iter().map(|(kind, _)| *kind).collect();
    let everything =
        Filter::parse("", Interaction::filters()).map_err(|_| Error::Internal("the empty filter is refused"))?;
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
        entries.push(TimelineEntry { record: record(&call, row, *classes).await? });
        ids.push(row.activity_id);
        seen |= *classes;
    }
    call.log(Act::List, TIMELINE, ids, seen).await?;
    Ok(ListTimelineResponse { entries, next_page_token })
}

/// The customer, and the kinds of its records that were asked for and that the caller may read: at least one.
async fn visible(call: &Call, request: &ListTimelineRequest) -> Result<(Customer, Vec<Visible>), Error> {
    let asked = |kind: TimelineKind| request.kinds.is_empty() || request.kinds().any(|asked| asked == kind);
    let mut visible = Vec::new();
    let mut found = Err(Error::PermissionDenied);
    for (kind, name, action) in KINDS {
        // What the roles allow of no customer needs no customer to be refused.
        if !asked(kind) || call.scope(action).grants().next().is_none() {
            continue;
        }
        match call.customer(&request.customer, action).await {
            Ok((customer, classes)) => {
                visible.push((name, classes));
                found = Ok(customer);
            }
            Err(error) if visible.is_empty() => found = Err(error),
            Err(_) => {}
        }
    }
    Ok((found?, visible))
}

async fn record(call: &Call, row: &Model, classes: ClassSet) -> Result<Option<Record>, Error> {
    Ok(match row.kind.as_str() {
        Interaction::NAME => Some(Record::Interaction(sent::<Interaction>(call, row, classes).await?)),
        Transaction::NAME => Some(Record::Transaction(sent::<Transaction>(call, row, classes).await?)),
        Feedback::NAME => Some(Record::Feedback(sent::<Feedback>(call, row, classes).await?)),
        Complaint::NAME => Some(Record::Complaint(sent::<Complaint>(call, row, classes).await?)),
        ServiceCase::NAME => Some(Record::ServiceCase(sent::<ServiceCase>(call, row, classes).await?)),
        _ => None,
    })
}

async fn sent<K: Resource>(call: &Call, row: &Model, classes: ClassSet) -> Result<K::Sent, Error> {
    Ok(K::encode(&activity::open(&call.service.records.keyring, row).await?, classes))
}
