//! What is kept of what happened with customers, and what it adds up to.

mod event;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Known;

use contracts::feed::v1::Entry;
use database::{Error, WriteTransaction};
use feed::{Projection, newest};
use uuid::Uuid;

use crate::domain::activity::Activity;
use crate::domain::customer::Customer;
use crate::domain::tally::Tally;
use crate::store;

/// The projection of the interaction service's feed.
pub(crate) struct Activities;

impl Projection for Activities {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        store::turn::take(transaction).await?;
        let mut tenants: BTreeMap<&str, Vec<Activity>> = BTreeMap::new();
        for entry in newest(entries) {
            if let Some(activity) = event::read(entry)? {
                tenants.entry(&entry.tenant_id).or_default().push(activity);
            }
        }
        for (tenant, activities) in tenants {
            keep(transaction, tenant, activities).await?;
        }
        Ok(())
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        store::turn::take(transaction).await?;
        store::activity::forget(transaction).await
    }
}

/// Keeps what a tenant was told, and changes what it adds up to. What happened with a customer that is not known yet is counted when the
/// customer is told of.
async fn keep(transaction: &mut WriteTransaction, tenant: &str, activities: Vec<Activity>) -> Result<(), Error> {
    let (zones, _) = store::tenant_zone::find_in(transaction, tenant).await?;
    let mut customers: BTreeMap<Uuid, Option<Customer>> = BTreeMap::new();
    let (mut tally, mut newer) = (Tally::default(), Vec::with_capacity(activities.len()));
    for now in activities {
        let kept = store::activity::find(transaction, tenant, &now).await?;
        if kept.as_ref().is_some_and(|kept| kept.revision >= now.revision) {
            continue;
        }
        let customer = match customers.entry(now.customer) {
            Known::Occupied(known) => known.into_mut(),
            Known::Vacant(unknown) => unknown.insert(store::customer::find(transaction, tenant, now.customer).await?),
        };
        if let Some(customer) = customer {
            if let Some(kept) = &kept {
                tally.take_out_activity(kept, customer, &zones);
            }
            tally.put_in_activity(&now, customer, &zones);
        }
        newer.push(now);
    }
    store::activity::put(transaction, tenant, &newer, &zones).await?;
    store::daily_sum::add(transaction, tenant, tally).await
}
