//! ListComplaintRevisions.

use access::DataClass;
use contracts::interaction::v1::{ComplaintRevision, ListComplaintRevisionsRequest, ListComplaintRevisionsResponse};
use conventions::page::Query;

use super::field_class::field_class;
use crate::call::Call;
use crate::domain::complaint::Complaint;
use crate::error::Error;
use crate::rpc::revisions::{Revision, cause, size};
use crate::rpc::target::id_of;

pub(super) async fn list_revisions(
    call: Call,
    mut request: ListComplaintRevisionsRequest,
) -> Result<ListComplaintRevisionsResponse, Error> {
    let (size, token) = (size(std::mem::take(&mut request.page_size)), std::mem::take(&mut request.page_token));
    let actor = call.caller.actor();
    let query = Query::new(&call.keys, &actor, &request);
    let id = id_of("complaint_id", &request.complaint_id)?;
    let (revisions, next_page_token) = call.revisions::<Complaint>(id, (&query, size, &token), field).await?;
    let revision = |Revision { record, changed, entry }| ComplaintRevision {
        change: feed::change_kind(entry.change).into(),
        cause: Some(cause(&entry)),
        complaint: Some(record),
        changed_paths: changed,
        actor: entry.actor,
    };
    let revisions = revisions.into_iter().map(revision).collect();
    Ok(ListComplaintRevisionsResponse { revisions, next_page_token })
}

/// The field that a part of the stored form is, and its class.
fn field(part: &str) -> (&str, DataClass) {
    let field = if part == "occur_time" { "complaint_time" } else { part };
    (field, field_class(field))
}
