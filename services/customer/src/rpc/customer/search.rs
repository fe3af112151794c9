//! SearchCustomers.

use std::collections::HashMap;

use access::log::Act;
use access::{Action, ClassSet, DataClass, Decision};
use contracts::customer::v1::{SearchCustomersRequest, SearchCustomersResponse};
use conventions::page;
use conventions::violations::{Violations, require};
use database::{Cursor, TokenQuery};

use super::decode::refuse;
use super::encode;
use super::field_class::name_class;
use crate::call::Call;
use crate::domain::customer::{Customer, State};
use crate::domain::number::CustomerNumber;
use crate::domain::search_terms::Query;
use crate::error::Error;
use crate::store::customer::{self, Key, TOKENS};
use crate::store::entity::customer::Model;
use crate::store::record::KIND;

/// The most customers on a page.
const LARGEST_PAGE: usize = 200;
/// The most candidates that are opened for a page. A page may be shorter, even empty, and have a next one all the same.
const MOST_OPENED: usize = 2_000;
/// How many candidates are read at once when those of the first reading, one more than the page, do not fill it.
const CANDIDATES: usize = 200;

pub(super) async fn search(call: Call, mut request: SearchCustomersRequest) -> Result<SearchCustomersResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let paging = page::Query::new(&call.keys, &actor, &request);
    // Where to go on: none before the first candidate, when the customer of the number filled a page by itself.
    let place: Option<Option<Cursor>> = paging.cursor(&token)?;
    let mut before = place.flatten();
    let scope = call.scope(Action::Search);
    if scope.grants().next().is_none() {
        return Err(Error::PermissionDenied);
    }
    let tenant = call.service.tenants.get(call.tenant()).await?;
    let mut violations = Violations::default();
    let query = violations.field("query", |violations| {
        Query::parse(&request.query, tenant.region).map_err(|error| refuse(violations, error)).ok()
    });
    let query = require(violations, query)?;

    let numbered = by_number(&call, &request.query).await?;
    let numbered_id = numbered.as_ref().map(|(customer, _)| customer.id);
    let mut found: Vec<(Customer, ClassSet)> = numbered.into_iter().filter(|_| place.is_none()).collect();
    let tokens = TokenQuery(
        query
            .terms()
            .map(|terms| terms.iter().map(|term| call.keys.token(term.kind.as_str(), &term.text)).collect())
            .collect(),
    );
    let mut opened = 0;
    let mut next_page_token = String::new();
    let mut asked = size + 1;
    'pages: loop {
        let limit = u64::try_from(asked).unwrap_or(u64::MAX);
        let candidates = TOKENS.candidates(call.service.database(), call.tenant(), &tokens, before, limit).await?;
        let ids: Vec<_> = candidates.iter().map(|candidate| candidate.id).collect();
        let rows = customer::find_many(call.service.database(), call.tenant(), &ids).await?;
        let rows: HashMap<_, _> = rows.into_iter().map(|row| (row.customer_id, row)).collect();
        for candidate in &candidates {
            if found.len() == size || opened == MOST_OPENED {
                next_page_token = paging.token(&before)?;
                break 'pages;
            }
            opened += 1;
            before = Some(candidate.cursor);
            if let Some(row) = rows.get(&candidate.id)
                && Some(candidate.id) != numbered_id
                && let Some(hit) = answer(&call, row, &query).await?
            {
                found.push(hit);
            }
        }
        if candidates.len() < asked {
            break;
        }
        asked = asked.max(CANDIDATES);
    }
    let ids = found.iter().map(|(customer, _)| customer.id).collect();
    let seen = found.iter().fold(ClassSet::empty(), |seen, (_, classes)| seen | *classes);
    call.log(Act::Search, KIND, ids, seen).await?;
    let customers = found.iter().map(|(customer, classes)| encode::customer(customer, *classes)).collect();
    Ok(SearchCustomersResponse { customers, next_page_token })
}

/// The customer whose number was typed.
async fn by_number(call: &Call, text: &str) -> Result<Option<(Customer, ClassSet)>, Error> {
    let Ok(number) = CustomerNumber::parse(text) else { return Ok(None) };
    let found = customer::find(call.service.database(), call.tenant(), &call.keys, &Key::Number(number)).await?;
    let Some(row) = found.filter(|row| row.state == State::Active.code()) else { return Ok(None) };
    match call.scope(Action::Search).decide(call.relations_to(&row)?) {
        Decision::Allowed(classes) => Ok(Some((call.opener().row(&row).await?, classes))),
        Decision::Denied => Ok(None),
    }
}

/// The candidate, if it is live, the caller may find it by what it was found by, and it is an answer.
async fn answer(call: &Call, row: &Model, query: &Query) -> Result<Option<(Customer, ClassSet)>, Error> {
    let Decision::Allowed(classes) = call.scope(Action::Search).decide(call.relations_to(row)?) else {
        return Ok(None);
    };
    if row.state != State::Active.code() {
        return Ok(None);
    }
    let customer = call.opener().row(row).await?;
    let Some(personal) = &customer.personal else { return Ok(None) };
    let names: Vec<_> = if classes.contains(name_class(customer.facts.kind)) {
        [Some(&personal.registered_name), personal.short_name.as_ref()].into_iter().flatten().collect()
    } else {
        Vec::new()
    };
    let points = if classes.contains(DataClass::Contact) { personal.contact_points.as_slice() } else { &[] };
    Ok(query.matches(names.iter().copied(), points).then_some((customer, classes)))
}
