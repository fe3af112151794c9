//! ListContactPersonRevisions.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{
    ContactPersonRevision, ListContactPersonRevisionsRequest, ListContactPersonRevisionsResponse,
};
use conventions::page;

use super::encode;
use super::field_class::field_class;
use super::target::id_of;
use crate::call::Call;
use crate::domain::difference;
use crate::error::Error;
use crate::rpc::revision;
use crate::store::contact_person::{self, KIND};

/// The most revisions on a page.
const LARGEST_PAGE: usize = 200;

pub(super) async fn list_revisions(
    call: Call,
    mut request: ListContactPersonRevisionsRequest,
) -> Result<ListContactPersonRevisionsResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let paging = page::Query::new(&call.keys, &actor, &request);
    let before: i64 = paging.cursor(&token)?.unwrap_or(i64::MAX);

    let target = call.contact_person(id_of(&request.contact_person_id)?, Action::ViewHistory).await?;
    let (id, erased) = (target.person.id, target.person.personal.is_none());
    // One more than the page: the revision with which its last one is compared.
    let limit = u64::try_from(size + 1).unwrap_or(u64::MAX);
    let entries = call.service.records.journal.entries(call.tenant(), id, before, limit).await?;
    let mut records = Vec::with_capacity(entries.len());
    for entry in &entries {
        records.push(contact_person::open_entry(&call.service.records.keyring, call.tenant(), entry, erased).await?);
    }
    let revisions = entries.iter().zip(&records).take(size).enumerate().map(|(index, (entry, record))| {
        let mut changed_paths = match records.get(index + 1) {
            Some(before) => difference::paths_between(
                (&before.facts, before.personal.as_ref()),
                (&record.facts, record.personal.as_ref()),
            )?,
            None => Vec::new(),
        };
        changed_paths.retain(|path| target.classes.contains(field_class(path)));
        Ok::<_, Error>(ContactPersonRevision {
            contact_person: Some(encode::person(record, target.classes)),
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
    call.log(Act::ViewHistory, KIND, vec![id], target.classes).await?;
    Ok(ListContactPersonRevisionsResponse { revisions, next_page_token })
}
