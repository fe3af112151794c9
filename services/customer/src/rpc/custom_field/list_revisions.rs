//! ListCustomFieldRevisions.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{CustomFieldRevision, ListCustomFieldRevisionsRequest, ListCustomFieldRevisionsResponse};
use conventions::page;

use super::encode;
use crate::call::Call;
use crate::domain::difference;
use crate::error::Error;
use crate::rpc::revision;
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
    // One more than the page: the revision with which its last one is compared.
    let limit = u64::try_from(size + 1).unwrap_or(u64::MAX);
    let entries = call.service.records.journal.entries(call.tenant(), id, before, limit).await?;
    let fields = entries.iter().map(|entry| custom_field::open(&entry.clone().try_into()?));
    let fields = fields.collect::<Result<Vec<_>, Error>>()?;
    let revisions = entries.iter().zip(&fields).take(size).enumerate().map(|(index, (entry, field))| {
        let none = None::<&()>;
        let changed_paths = match fields.get(index + 1) {
            Some(before) => difference::paths_between((&before.facts, none), (&field.facts, none))?,
            None => Vec::new(),
        };
        Ok::<_, Error>(CustomFieldRevision {
            custom_field: Some(encode::field(field, None)),
            change: revision::change(entry.change).into(),
            changed_paths,
            actor: entry.actor.clone(),
            cause: Some(revision::cause(entry)),
        })
    });
    let revisions = revisions.collect::<Result<Vec<_>, _>>()?;
    let next_page_token = match entries.get(size.saturating_sub(1)) {
        Some(last) if entries.len() > size => paging.token(&last.revision)?,
        _ => String::new(),
    };
    call.log(Act::ViewHistory, KIND, vec![id], classes).await?;
    Ok(ListCustomFieldRevisionsResponse { revisions, next_page_token })
}
