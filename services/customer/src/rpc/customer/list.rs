//! ListCustomers.

use access::log::Act;
use access::{Action, ClassSet, Decision};
use contracts::customer::v1::{ListCustomersRequest, ListCustomersResponse};
use conventions::page;
use conventions::violations::{Violations, require};

use expression::Filter;

use super::encode;
use crate::call::Call;
use crate::domain::customer::State;
use crate::error::Error;
use crate::store::customer_list::{self, Page};
use crate::store::record::KIND;
use conventions::fields::ok;
use operation::list_order::{Cursor, Order};

/// The most customers on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListCustomersRequest) -> Result<ListCustomersResponse, Error> {
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
    let filter = call.customer_filter(&request.filter, &mut violations).await?;
    let order = violations.field("order_by", |violations| ok(request.order_by.parse::<Order>(), violations));
    let (filter, order) = require(violations, filter.zip(order))?;

    let states = states(&request, &filter);
    let page = Page { filter: &filter, order, after, states: &states, limit: size + 1 };
    let rows = customer_list::list(call.service.database(), call.tenant(), &call.caller, scope, page).await?;
    let next_page_token = match rows.get(size.saturating_sub(1)) {
        Some(last) if rows.len() > size => query.token(&Cursor { time: last.update_time, id: last.customer_id })?,
        _ => String::new(),
    };
    let (mut customers, mut ids, mut seen) = (Vec::with_capacity(size), Vec::with_capacity(size), ClassSet::empty());
    for row in rows.iter().take(size) {
        if let Decision::Allowed(classes) = scope.decide(call.relations_to(row)?) {
            customers.push(encode::customer(&call.opener().row(row).await?, classes));
            ids.push(row.customer_id);
            seen |= classes;
        }
    }
    call.log(Act::List, KIND, ids, seen).await?;
    Ok(ListCustomersResponse { customers, next_page_token })
}

/// In which states customers are listed; a filter that names the state says so itself.
fn states(request: &ListCustomersRequest, filter: &Filter) -> Vec<State> {
    let is_said = filter.paths().contains(&"state");
    let mut states = vec![State::Active];
    if request.show_archived || is_said {
        states.push(State::Archived);
    }
    if request.show_deleted || is_said {
        states.extend([State::Deleted, State::Erased]);
    }
    states
}
