//! ListTermRevisions.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{ListTermRevisionsRequest, ListTermRevisionsResponse, TermRevision};
use conventions::page;
use conventions::violations::{Violations, require};

use super::{decode, encode};
use crate::call::Call;
use crate::domain::vocabulary::Vocabularies;
use crate::error::Error;
use crate::rpc::revision::{self, Reading};
use crate::store::term::{self, KIND};

/// The most revisions on a page.
const LARGEST_PAGE: usize = 200;

pub(in crate::rpc) async fn list_revisions(
    call: Call,
    mut request: ListTermRevisionsRequest,
) -> Result<ListTermRevisionsResponse, Error> {
    let classes = call.allow_in_tenant(Action::ViewVocabularies)?;
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let paging = page::Query::new(&call.keys, &actor, &request);
    let before: i64 = paging.cursor(&token)?.unwrap_or(i64::MAX);
    let mut violations = Violations::default();
    let vocabulary = violations.field("vocabulary", |violations| decode::vocabulary(request.vocabulary(), violations));
    let vocabulary = require(violations, vocabulary)?;

    let vocabularies = term::all(call.service.database(), call.tenant()).await?;
    let term = vocabularies.get(vocabulary, &request.code).ok_or(Error::NotFound)?;
    let Some(id) = term.record() else { return Ok(ListTermRevisionsResponse::default()) };
    let beginning = Vocabularies::new(Vec::new()).get(vocabulary, &request.code).cloned();
    let reading = Reading { open: term::open, facts: |term| &term.facts, beginning };
    let (past, has_older) = call.past(id, before, size, reading).await?;
    let next_page_token = match past.last() {
        Some(last) if has_older => paging.token(&last.entry.revision)?,
        _ => String::new(),
    };
    let revisions = past.into_iter().map(|past| TermRevision {
        term: Some(encode::term(&past.record)),
        change: revision::change(past.entry.change).into(),
        actor: past.entry.actor.clone(),
        cause: Some(revision::cause(&past.entry)),
        changed_paths: past.changed_paths,
    });
    let revisions = revisions.collect();
    call.log(Act::ViewHistory, KIND, vec![id], classes).await?;
    Ok(ListTermRevisionsResponse { revisions, next_page_token })
}
