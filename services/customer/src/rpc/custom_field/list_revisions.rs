//! ListCustomFieldRevisions.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{CustomFieldRevision, ListCustomFieldRevisionsRequest, ListCustomFieldRevisionsResponse};
use conventions::page;

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::rpc::revision::{self, Reading};
use crate::store::custom_field::{self, KIND};

/// The most revisions on a page.
const LARGEST_PAGE: usize = 200;

pub(super) async fn list_revisions(
    call: Call,
    mut request: ListCustomFieldRevisionsRequest,
) -> Result<ListCustomFieldRevisionsResponse, Error> {
    let classes = call.allow_in_tenant(Action::ViewVocabularies)?;
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let paging = page::Query::new(&call.keys, &actor, &request);
    let before: i64 = paging.cursor(&token)?.unwrap_or(i64::MAX);

    let fields = custom_field::all(call.service.database(), call.tenant()).await?;
    let id = fields.get(&request.field_id).ok_or(Error::NotFound)?.id;
    let reading = Reading { open: custom_field::open, facts: |field| &field.facts, beginning: None };
    let (past, has_older) = call.past(id, before, size, reading).await?;
    let next_page_token = match past.last() {
        Some(last) if has_older => paging.token(&last.entry.revision)?,
        _ => String::new(),
    };
    let revisions = past.into_iter().map(|past| CustomFieldRevision {
        custom_field: Some(encode::field(&past.record, None)),
        change: revision::change(past.entry.change).into(),
        actor: past.entry.actor.clone(),
        cause: Some(revision::cause(&past.entry)),
        changed_paths: past.changed_paths,
    });
    let revisions = revisions.collect();
    call.log(Act::ViewHistory, KIND, vec![id], classes).await?;
    Ok(ListCustomFieldRevisionsResponse { revisions, next_page_token })
}
