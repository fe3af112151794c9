//! ListScores.

use access::log::Act;
use access::{Action, ClassSet, DataClass};
use contracts::analytics::v1::{ListScoresRequest, ListScoresResponse};
use conventions::page;
use conventions::violations::{Bilingual, Violations, require};
use expression::Filter;

use super::{KIND, encode};
use crate::call::Call;
use crate::error::Error;
use crate::store::score::{self, Cursor, Order, Page};

/// The most scores on a page.
const LARGEST_PAGE: usize = 1_000;

pub(super) async fn list(call: Call, mut request: ListScoresRequest) -> Result<ListScoresResponse, Error> {
    let size = page::size(std::mem::take(&mut request.page_size), LARGEST_PAGE);
    let token = std::mem::take(&mut request.page_token);
    let actor = call.caller.actor();
    let query = page::Query::new(&call.keys, &actor, &request);
    let after: Option<Cursor> = query.cursor(&token)?;
    let audience = call.audience(Action::ViewTransactions)?;
    let synonyms = call.tag_synonyms().await?;
    let mut violations = Violations::default();
    let filter = violations.field("filter", |violations| {
        if request.filter.trim().is_empty() {
            return Some(None);
        }
        let filter = Filter::parse(&request.filter, &score::schema(&synonyms));
        filter.map(Some).map_err(|error| violations.add(error.to_string(), error.chinese())).ok()
    });
    let order = violations.field("order_by", |violations| {
        let order: Result<Order, _> = request.order_by.parse();
        order.map_err(|error| violations.add(error.to_string(), error.chinese())).ok()
    });
    let (filter, order) = require(violations, filter.zip(order))?;
    let model = call.score_model().await?;

    let (computation, filter, limit) = (model.computation, filter.as_ref(), size + 1);
    let page = Page { computation, audience: &audience, filter, order, after, limit };
    let mut rows = score::list(call.service.database(), call.tenant(), page).await?;
    let next_page_token = match rows.get(size.saturating_sub(1)) {
        Some(last) if rows.len() > size => query.token(&order.cursor(last))?,
        _ => String::new(),
    };
    rows.truncate(size);
    let ids = rows.iter().map(|row| row.customer_id).collect();
    let scores = rows.into_iter().map(|row| encode::score(row, &model.currency)).collect::<Result<_, _>>()?;
    call.log(Act::List, KIND, ids, ClassSet::only(DataClass::Fact)).await?;
    Ok(ListScoresResponse { scores, next_page_token })
}
