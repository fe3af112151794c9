//! Counting anew what happened with a customer whose owner, team, region or days are others now.

use database::{Error, WriteTransaction};

use crate::domain::customer::Customer;
use crate::domain::tally::Tally;
use crate::domain::zones::Zones;
use crate::store;
use crate::store::activity::After;

/// How much of a kind is read at once.
const PAGE: i64 = 500;

/// A customer as it is counted, in the days of these zones.
#[derive(Clone, Copy)]
pub(super) struct Counted<'a> {
    pub(super) customer: &'a Customer,
    pub(super) zones: &'a Zones,
}

/// Takes what happened with customers out of the sums as it was counted before, if it was, and puts it in as it is counted now.
pub(super) async fn recount(
    transaction: &mut WriteTransaction,
    tenant: &str,
    moved: Vec<(Option<Counted<'_>>, Counted<'_>)>,
) -> Result<(), Error> {
    let ids: Vec<_> = moved.iter().map(|(_, now)| now.customer.id).collect();
    let active = store::activity::with_any(transaction, tenant, &ids).await?;
    for (before, now) in moved.into_iter().filter(|(_, now)| active.contains(&now.customer.id)) {
        recount_of(transaction, tenant, before, now).await?;
    }
    Ok(())
}

async fn recount_of(
    transaction: &mut WriteTransaction,
    tenant: &str,
    before: Option<Counted<'_>>,
    now: Counted<'_>,
) -> Result<(), Error> {
    let days_move = before.is_none_or(|before| before.zones != now.zones);
    let mut after = After::default();
    loop {
        let page = store::activity::of_customer(transaction, tenant, now.customer.id, &mut after, PAGE).await?;
        if page.is_empty() {
            return Ok(());
        }
        let mut tally = Tally::default();
        for activity in &page {
            if let Some(before) = before {
                tally.take_out_activity(activity, before.customer, before.zones);
            }
            tally.put_in_activity(activity, now.customer, now.zones);
        }
        store::daily_sum::add(transaction, tenant, tally).await?;
        if days_move {
            store::activity::put(transaction, tenant, &page, now.zones).await?;
        }
    }
}

/// Whether what happened with a customer is counted the same before and after a change of it.
pub(super) fn counts_alike(before: &Customer, now: &Customer) -> bool {
    let place = |customer: &Customer| (customer.owner, customer.team, customer.region.clone());
    place(before) == place(now)
}
