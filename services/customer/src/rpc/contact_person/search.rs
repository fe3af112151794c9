//! SearchContactPersons.

use std::collections::HashMap;

use access::log::Act;
use access::{Action, ClassSet, DataClass, Decision};
use contracts::customer::v1::{SearchContactPersonsRequest, SearchContactPersonsResponse};
use conventions::page;
use conventions::violations::{Violations, require};
use database::{Cursor, TokenQuery};
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::domain::contact_person::{ContactPerson, State};
use crate::domain::search_terms::{Query, Term};
use crate::error::Error;
use crate::store::contact_person::{self, KIND, TOKENS};
use conventions::fields::ok;

/// The most contact persons on a page.
const LARGEST_PAGE: usize = 200;
/// The most candidates that are opened for a page. A page may be shorter, even empty, and have a next one all the same.
const MOST_OPENED: usize = 2_000;
/// How many candidates are read at once when those of the first reading, one more than the page, do not fill it.
const CANDIDATES: usize = 200;

pub(super) async fn search(
    call: Call,
    mut request: SearchContactPersonsRequest,
) -> Result<SearchContactPersonsResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let paging = page::Query::new(&call.keys, &actor, &request);
    let mut before: Option<Cursor> = paging.cursor(&token)?;
    if call.scope(Action::Search).grants().next().is_none() {
        return Err(Error::PermissionDenied);
    }
    let tenant = call.service.tenants.get(call.tenant()).await?;
    let mut violations = Violations::default();
    let query = violations.field("query", |violations| ok(Query::parse(&request.query, tenant.region), violations));
    let query = require(violations, query)?;
    let tokens = |terms: &[Term]| terms.iter().map(|term| call.keys.token(term.kind.as_str(), &term.text)).collect();
    let tokens = TokenQuery(query.terms().map(tokens).collect());

    let mut found: Vec<(ContactPerson, ClassSet)> = Vec::new();
    let (mut opened, mut next_page_token) = (0, String::new());
    let mut asked = size + 1;
    'pages: loop {
        let limit = u64::try_from(asked).unwrap_or(u64::MAX);
        let candidates = TOKENS.candidates(call.service.database(), call.tenant(), &tokens, before, limit).await?;
        let ids: Vec<_> = candidates.iter().map(|candidate| candidate.id).collect();
        let mut answers = answers(&call, &ids, &query).await?;
        for candidate in &candidates {
            if found.len() == size || opened == MOST_OPENED {
                next_page_token = paging.token(&before)?;
                break 'pages;
            }
            opened += 1;
            before = Some(candidate.cursor);
            found.extend(answers.remove(&candidate.id));
        }
        if candidates.len() < asked {
            break;
        }
        asked = asked.max(CANDIDATES);
    }
    let ids = found.iter().map(|(person, _)| person.id).collect();
    let seen = found.iter().fold(ClassSet::empty(), |seen, (_, classes)| seen | *classes);
    call.log(Act::Search, KIND, ids, seen).await?;
    let contact_persons = found.iter().map(|(person, classes)| encode::person(person, *classes)).collect();
    Ok(SearchContactPersonsResponse { contact_persons, next_page_token })
}

/// Those of the candidates that are answers: live, and found by what the caller may find them by.
async fn answers(call: &Call, ids: &[Uuid], query: &Query) -> Result<HashMap<Uuid, (ContactPerson, ClassSet)>, Error> {
    let mut rows = contact_person::find_many(call.service.database(), call.tenant(), ids).await?;
    rows.retain(|row| row.state == State::Active.code());
    let said = rows.iter().map(contact_person::facts).collect::<Result<Vec<_>, _>>()?;
    let companies = call.companies_of(&said).await?;
    let mut answers = HashMap::new();
    for (row, facts) in rows.iter().zip(&said) {
        let relations = call.relations_through(&companies, facts)?;
        let Decision::Allowed(classes) = call.scope(Action::Search).decide(relations) else { continue };
        let person = contact_person::open(&call.service.records.keyring, call.tenant(), row).await?;
        let Some(personal) = &person.personal else { continue };
        let name = Some(&personal.name).filter(|_| classes.contains(DataClass::Name));
        let points = if classes.contains(DataClass::Contact) { personal.contact_points() } else { &[] };
        if query.matches(name, points) {
            answers.insert(person.id, (person, classes));
        }
    }
    Ok(answers)
}
