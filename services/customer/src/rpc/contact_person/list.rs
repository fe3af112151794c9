//! ListContactPersons.

use access::log::Act;
use access::{Action, ClassSet, Decision};
use contracts::customer::v1::{ListContactPersonsRequest, ListContactPersonsResponse};
use conventions::page;
use conventions::violations::{Violations, require};
use expression::Filter;
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::domain::customer::State as Customers;
use crate::error::Error;
use crate::rpc::customer::target::key_of;
use crate::store::contact_person::{self, KIND};
use crate::store::contact_person_list::{self, Page};
use crate::store::customer;
use conventions::fields::ok;
use operation::list_order::{Cursor, Order};

/// The most contact persons on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(
    call: Call,
    mut request: ListContactPersonsRequest,
) -> Result<ListContactPersonsResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Cursor> = query.cursor(&token)?;
    let scope = call.scope(Action::List);
    if scope.grants().next().is_none() {
        return Err(Error::PermissionDenied);
    }
    let mut violations = Violations::default();
    let filter = violations.field("filter", |violations| {
        let filter = Filter::parse(&request.filter, &contact_person_list::SCHEMA);
        filter.map_err(|error| violations.add(error.to_string(), error.chinese())).ok()
    });
    let order = violations.field("order_by", |violations| ok(request.order_by.parse::<Order>(), violations));
    let (filter, order) = require(violations, filter.zip(order))?;
    let customer = match request.customer.as_str() {
        "" => None,
        customer => Some(customer_of(&call, customer).await?),
    };

    // A filter that names the state says so itself.
    let show_deleted = request.show_deleted || filter.paths().contains(&"state");
    let page = Page { customer, filter: &filter, order, after, show_deleted, limit: size + 1 };
    let rows = contact_person_list::list(call.service.database(), call.tenant(), &call.caller, scope, page).await?;
    let next_page_token = match rows.get(size.saturating_sub(1)) {
        Some(last) if rows.len() > size => {
            query.token(&Cursor { time: last.update_time, id: last.contact_person_id })?
        }
        _ => String::new(),
    };
    let said = rows.iter().take(size).map(contact_person::facts).collect::<Result<Vec<_>, _>>()?;
    let companies = call.companies_of(&said).await?;
    let (mut persons, mut ids, mut seen) = (Vec::with_capacity(size), Vec::with_capacity(size), ClassSet::empty());
    for (row, facts) in rows.iter().zip(&said) {
        if let Decision::Allowed(classes) = scope.decide(call.relations_through(&companies, facts)?) {
            let person = contact_person::open(&call.service.records.keyring, call.tenant(), row).await?;
            persons.push(encode::person(&person, classes));
            ids.push(person.id);
            seen |= classes;
        }
    }
    call.log(Act::List, KIND, ids, seen).await?;
    Ok(ListContactPersonsResponse { contact_persons: persons, next_page_token })
}

/// The id of a customer whose contact persons the caller may list, be it live or not. Rights come before existence.
async fn customer_of(call: &Call, text: &str) -> Result<Uuid, Error> {
    let key = key_of(text)?;
    let found = customer::find(call.service.database(), call.tenant(), &call.keys, &key).await?;
    let Some(row) = found.filter(|row| row.state != Customers::Purged.code()) else {
        call.allow_in_tenant(Action::List)?;
        return Err(Error::NotFound);
    };
    call.allow(Action::List, call.relations_to(&row)?)?;
    Ok(row.customer_id)
}
