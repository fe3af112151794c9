//! What is kept of what happened with customers, and what it adds up to.

mod event;

use std::collections::{BTreeMap, BTreeSet};

use contracts::feed::v1::Entry;
use database::{Error, WriteTransaction};
use feed::{Projection, newest};

use crate::domain::activity::Activity;
use crate::domain::tally::Tally;
use crate::store;

/// The projection of the interaction service's feed.
pub struct Activities;

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
    let kept = store::activity::find_each(transaction, tenant, &activities).await?;
    let ids: BTreeSet<_> = activities.iter().map(|activity| activity.customer).collect();
    let customers = store::customer::find_each(transaction, tenant, &Vec::from_iter(ids)).await?;
    let (mut tally, mut newer) = (Tally::default(), Vec::with_capacity(activities.len()));
    for now in activities {
        let kept = kept.get(&now.id);
        if kept.is_some_and(|kept| kept.revision >= now.revision) {
            continue;
        }
        if let Some(customer) = customers.get(&now.customer) {
            if let Some(kept) = kept {
                tally.take_out_activity(kept, customer, &zones);
            }
            tally.put_in_activity(&now, customer, &zones);
        }
        newer.push(now);
    }
    store::activity::put(transaction, tenant, &newer, &zones).await?;
    store::daily_sum::add(transaction, tenant, tally).await
}
