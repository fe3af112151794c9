//! Counting anew what happened with a customer whose owner, team, region or days are others now.

use database::{Error, WriteTransaction};
use uuid::Uuid;

use crate::domain::activity::Kind;
use crate::domain::customer::Customer;
use crate::domain::tally::Tally;
use crate::domain::zones::Zones;
use crate::store;

/// How many sales and how many interactions are read at once.
const PAGE: usize = 500;

/// A customer as it is counted, in the days of these zones.
#[derive(Clone, Copy)]
pub(super) struct Counted<'a> {
    pub(super) customer: &'a Customer,
    pub(super) zones: &'a Zones,
}

/// Takes what happened with a customer out of the sums as it was counted before, if it was, and puts it in as it is counted now.
pub(super) async fn recount(
    transaction: &mut WriteTransaction,
    tenant: &str,
    before: Option<Counted<'_>>,
    now: Counted<'_>,
) -> Result<(), Error> {
    let days_move = before.is_none_or(|before| before.zones != now.zones);
    let mut after = [Uuid::nil(); 2];
    loop {
        let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
        let page = store::activity::of_customer_after(transaction, tenant, now.customer.id, after, limit).await?;
        let mut tally = Tally::default();
        for activity in &page {
            if let Some(before) = before {
                tally.take_out_activity(activity, before.customer, before.zones);
            }
            tally.put_in_activity(activity, now.customer, now.zones);
            let [sale, interaction] = &mut after;
            match activity.kind {
                Kind::Sale(_) => *sale = activity.id,
                Kind::Interaction(_) => *interaction = activity.id,
            }
        }
        store::daily_sum::add(transaction, tenant, tally).await?;
        if days_move {
            store::activity::put(transaction, tenant, &page, now.zones).await?;
        }
        if page.len() < PAGE {
            return Ok(());
        }
    }
}

/// Whether what happened with a customer is counted the same before and after a change of it.
pub(super) fn counts_alike(before: &Customer, now: &Customer) -> bool {
    let place = |customer: &Customer| (customer.owner, customer.team, customer.region.clone());
    place(before) == place(now)
}
