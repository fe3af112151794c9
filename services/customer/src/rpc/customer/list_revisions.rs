//! ListCustomerRevisions.

use access::log::Act;
use access::{Action, DataClass, mask};
use contracts::customer::v1::{CustomerRevision, ListCustomerRevisionsRequest, ListCustomerRevisionsResponse};
use conventions::page;
use journal::Entry;

use super::encode;
use super::field_class::class_of_difference;
use super::target::key_of;
use crate::call::Call;
use crate::domain::customer::Customer;
use crate::domain::difference;
use crate::error::Error;
use crate::rpc::revision;
use crate::store::record::KIND;

/// The most revisions on a page.
const LARGEST_PAGE: usize = 200;

pub(super) async fn list_revisions(
    call: Call,
    mut request: ListCustomerRevisionsRequest,
) -> Result<ListCustomerRevisionsResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let paging = page::Query::new(&call.keys, &actor, &request);
    let before: i64 = paging.cursor(&token)?.unwrap_or(i64::MAX);

    let target = call.target(&key_of(&request.customer)?, Action::ViewHistory).await?;
    let (id, erased) = (target.customer.id, target.customer.personal.is_none());
    // One more than the page: the revision with which its last one is compared.
    let limit = u64::try_from(size + 1).unwrap_or(u64::MAX);
    let entries = call.service.records.journal.entries(call.tenant(), id, before, limit).await?;
    let mut records = Vec::with_capacity(entries.len());
    for entry in &entries {
        records.push(call.opener().entry(entry, erased).await?);
    }
    let revisions = entries.iter().zip(&records).take(size).enumerate().map(|(index, (entry, record))| {
        let mut revision = revision(entry, record, records.get(index + 1))?;
        let compared = [Some(record), records.get(index + 1)];
        revision.changed_paths.retain(|path| target.classes.contains(class_of_difference(path, compared)));
        revision.customer = Some(encode::past_customer(record, &target.customer, target.classes));
        let note = record.personal.as_ref().map(|personal| personal.note.as_str()).unwrap_or_default();
        revision.note = mask::shown(note, DataClass::Note, target.classes).into_owned();
        Ok::<_, Error>(revision)
    });
    let revisions = revisions.collect::<Result<Vec<_>, _>>()?;
    let next_page_token = match entries.get(size.saturating_sub(1)) {
        Some(last) if entries.len() > size => paging.token(&last.revision)?,
        _ => String::new(),
    };
    call.log(Act::ViewHistory, KIND, vec![id], target.classes).await?;
    Ok(ListCustomerRevisionsResponse { revisions, next_page_token })
}

fn revision(entry: &Entry, record: &Customer, before: Option<&Customer>) -> Result<CustomerRevision, Error> {
    Ok(CustomerRevision {
        change: revision::change(entry.change).into(),
        changed_paths: before.map(|before| difference::paths(before, record)).transpose()?.unwrap_or_default(),
        actor: entry.actor.clone(),
        cause: Some(revision::cause(entry)),
        ..CustomerRevision::default()
    })
}
