//! ListTerms.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{ListTermsRequest, ListTermsResponse};
use conventions::page;
use conventions::violations::{Violations, require};

use super::{decode, encode};
use crate::call::Call;
use crate::domain::vocabulary::Term;
use crate::error::Error;
use crate::store::term::{self, KIND};

/// The most terms on a page.
const LARGEST_PAGE: usize = 1_000;

pub(in crate::rpc) async fn list(call: Call, mut request: ListTermsRequest) -> Result<ListTermsResponse, Error> {
    let classes = call.allow_in_tenant(Action::ViewVocabularies)?;
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<(i32, String)> = query.cursor(&token)?;
    let mut violations = Violations::default();
    let vocabulary = violations.field("vocabulary", |violations| decode::vocabulary(request.vocabulary(), violations));
    let vocabulary = require(violations, vocabulary)?;

    let vocabularies = term::all(call.service.database(), call.tenant()).await?;
    let is_asked_for = |term: &&Term| {
        let is_beyond = after.as_ref().is_none_or(|(position, code)| term.place() > (*position, code.as_str()));
        is_beyond && (request.show_retired || term.is_offered())
    };
    let mut rest = vocabularies.all(vocabulary).iter().filter(is_asked_for);
    let page: Vec<_> = rest.by_ref().take(size).collect();
    let next_page_token = match (page.last(), rest.next()) {
        (Some(last), Some(_)) => query.token(&last.place())?,
        _ => String::new(),
    };
    call.log(Act::List, KIND, page.iter().filter_map(|term| term.record()).collect(), classes).await?;
    Ok(ListTermsResponse { terms: page.into_iter().map(encode::term).collect(), next_page_token })
}
