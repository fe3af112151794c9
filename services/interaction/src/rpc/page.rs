//! Lists of records of a kind: what is filtered, what the caller may see, page by page.

use std::collections::{BTreeSet, HashMap};

use access::log::Act;
use access::{ClassSet, Decision, Relation};
use conventions::fields::ok;
use conventions::page;
use conventions::violations::{Violations, require};
use expression::Filter;

use super::target::Resource;
use crate::call::Call;
use crate::error::Error;
use crate::store::activity;
use crate::store::activity_list::{self, Cursor, Of, Order, Page};

/// The most records on a page.
const LARGEST_PAGE: usize = 1_000;

/// Which page is asked for.
pub(super) struct Paging {
    size: usize,
    token: String,
}

/// What is asked for.
pub(super) struct Asked<'a> {
    pub customer: &'a str,
    pub filter: &'a str,
    pub order_by: &'a str,
    pub show_deleted: bool,
}

impl Paging {
    /// Takes size and token out of a request, which is the same from page to page without them.
    pub(super) fn take(size: &mut i32, token: &mut String) -> Self {
        Self { size: page::size(std::mem::take(size), LARGEST_PAGE), token: std::mem::take(token) }
    }
}

impl Call {
    /// A page of the records of a kind, and the token of the next. `query` is the request without size and token.
    pub(super) async fn list<K: Resource>(
        &self,
        query: &page::Query<'_>,
        paging: &Paging,
        asked: Asked<'_>,
    ) -> Result<(Vec<K::Sent>, String), Error> {
        let after: Option<Cursor> = query.cursor(&paging.token)?;
        let scope = self.scope(K::VIEW);
        if scope.grants().next().is_none() {
            return Err(Error::PermissionDenied);
        }
        let mut violations = Violations::default();
        let filter = violations.field("filter", |violations| {
            let filter = Filter::parse(asked.filter, K::filters());
            filter.map_err(|error| violations.add(error.to_string(), error.chinese())).ok()
        });
        let order = violations.field("order_by", |violations| ok(asked.order_by.parse::<Order>(), violations));
        let (filter, order) = require(violations, filter.zip(order))?;
        let named = match asked.customer {
            "" => None,
            customer => Some(self.customer(customer, K::VIEW).await?),
        };

        let size = paging.size;
        let of = named.as_ref().map_or(Of::Scope(&self.caller, scope), |(customer, _)| Of::Customer(customer.id));
        // A filter that names the state says so itself.
        let show_deleted = asked.show_deleted || filter.paths().contains(&"state");
        let (kinds, limit) = (&[K::NAME], size + 1);
        let page = Page { kinds, of, filter: &filter, order, after, show_deleted, limit };
        let mut rows = activity_list::list(self.service.database(), self.tenant(), page).await?;
        let next_page_token = match rows.get(size.saturating_sub(1)) {
            Some(last) if rows.len() > size => query.token(&Cursor { time: last.occur_time, id: last.activity_id })?,
            _ => String::new(),
        };
        rows.truncate(size);
        let known = match &named {
            Some(_) => HashMap::new(),
            None => {
                let ids: BTreeSet<_> = rows.iter().map(|row| row.customer_id).collect();
                customers::find_many(self.service.database(), self.tenant(), ids).await?
            }
        };
        let (mut sent, mut ids, mut seen) = (Vec::with_capacity(size), Vec::with_capacity(size), ClassSet::empty());
        for row in &rows {
            let decision = match &named {
                Some((_, classes)) => Decision::Allowed(*classes),
                // Of a customer that the feed has not told of yet, nothing but that it is there is known.
                None => scope
                    .decide(known.get(&row.customer_id).map_or(Relation::Other.into(), |c| c.relations(&self.caller))),
            };
            if let Decision::Allowed(classes) = decision {
                sent.push(K::encode(&activity::open(&self.service.records.keyring, row).await?, classes));
                ids.push(row.activity_id);
                seen |= classes;
            }
        }
        self.log(Act::List, K::NAME, ids, seen).await?;
        Ok((sent, next_page_token))
    }
}
