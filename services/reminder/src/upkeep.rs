//! Keeping up contact with customers: by the cadences of their tenants, and by the rules of when they count as dormant.
//!
//! What the feeds tell of a customer, and what a person ends, leaves a row in a table ([`crate::store::review`]); when a customer is to be
//! looked at although nothing happened stands in an index by time ([`crate::store::quiet_customer`]). One process at a time, under a
//! lease, looks at those customers and no others: what is known of a customer, the rules and the time say what becomes of its tasks.
//! Whoever is killed in between looks again, which changes nothing: a task knows the rule and the contact by which it was made, and holds
//! the key of both.

mod customer;
mod release;
mod rules;

use std::collections::BTreeMap;

use clock::Instant;
use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use journal::Fence;
use uuid::Uuid;

use crate::Service;
use crate::error::{Error, is_outage};
use crate::fenced::Fenced;
use crate::store::entity::review;
use crate::store::quiet_customer::{self, Quiet};
use crate::store::{acquaintance, pending, tenant_review};
use crate::turn::Turn;
use customer::WithTask;
use rules::Rules;

/// The name of the lease.
pub(crate) const UPKEEP: &str = "upkeep";
/// Customers that are looked at in one go.
const PAGE: u64 = 256;
/// How many are looked at at the same time.
const AT_ONCE: usize = 16;
/// How long a customer is left alone who could not be looked at although nothing happened. Microseconds.
const SET_ASIDE: i64 = 60_000_000;

/// A customer who was looked at.
enum Looked {
    /// It is to be looked at again as this says.
    Until(Quiet),
    /// There is nothing to look at any more.
    Gone,
    /// Somebody changed a task meanwhile: it is looked at again.
    Again,
    /// It could not be looked at.
    Failed,
}

/// Looks at some of the customers of whom something was told, or whose time has come; answers at how many.
pub(crate) fn keep_up<'a>(service: &'a Service, turn: &'a Turn) -> BoxFuture<'a, Result<usize, Error>> {
    async move {
        let now = service.now().await?;
        let mut told = pending::due::<review::Entity>(service.database(), now, PAGE).await?;
        let due = quiet_customer::due(service.database(), now, PAGE).await?;
        let is_idle = told.is_empty() && due.is_empty();
        if is_idle && !tenant_review::is_pending(service.database()).await? {
            return Ok(0);
        }
        let Some(fence) = turn.fence(service.database()).await? else { return Ok(0) };
        let spread = tenant_review::spread(service.database()).await?;
        let mut tenants = BTreeMap::<String, Vec<Uuid>>::new();
        let of_told = told.iter().map(|row| (row.tenant_id.clone(), row.customer_id));
        for (tenant, customer) in of_told.chain(due) {
            tenants.entry(tenant).or_default().push(customer);
        }
        let mut seen = 0;
        for (tenant, mut customers) in tenants {
            customers.sort_unstable();
            customers.dedup();
            let of_tenant: Vec<_> = told.extract_if(.., |row| row.tenant_id == tenant).collect();
            let looked = match service.look_at(&tenant, &customers, &fence, now).await {
                Ok(looked) => looked,
                Err(error) if is_outage(&error) => return Err(error),
                // A tenant that fails does not hold up the others.
                Err(error) => {
                    tracing::error!(%error, tenant, "the customers of a tenant could not be looked at; set aside");
                    customers.into_iter().map(|customer| (customer, Looked::Failed)).collect()
                }
            };
            seen += looked.values().filter(|looked| !matches!(looked, Looked::Again)).count();
            service.keep_looked(&tenant, &looked, &of_tenant, &fence, now).await?;
        }
        Ok(seen + usize::from(spread))
    }
    .boxed()
}

impl Service {
    /// Looks at customers of a tenant; answers what came of each.
    async fn look_at(
        &self,
        tenant: &str,
        customers: &[Uuid],
        fence: &Fence,
        now: Instant,
    ) -> Result<BTreeMap<Uuid, Looked>, Error> {
        let rules = &Rules::read(self.database(), tenant, now).await?;
        let settled = quiet_customer::settled(self.database(), tenant, customers).await?;
        let settled = |customer| settled.get(&customer).copied().unwrap_or_else(|| now.plus_micros(self.settling));
        let known = acquaintance::find_many(self.database(), tenant, customers, &rules.lost_stages, settled).await?;
        let with_task = &WithTask::read(self.database(), tenant, customers).await?;
        let known_ids: Vec<_> = known.iter().map(|known| known.customer).collect();
        let unknown = customers.iter().filter(|customer| !known_ids.contains(customer));
        let mut looked: BTreeMap<Uuid, Looked> = unknown.map(|customer| (*customer, Looked::Gone)).collect();
        let mut looking = stream::iter(known)
            .map(|known| async move {
                let outcome = self.look_at_customer(tenant, &known, rules, with_task, now, fence).await;
                (known, outcome)
            })
            .buffer_unordered(AT_ONCE);
        while let Some((known, outcome)) = looking.next().await {
            let outcome = match outcome {
                Ok((Fenced::Written, next_look)) if known.active => Looked::Until(Quiet {
                    customer: known.customer,
                    last_contact: known.last_contact(),
                    settled: known.settled,
                    next_look,
                }),
                Ok((Fenced::Written, _)) => Looked::Gone,
                Ok((Fenced::Elsewhere | Fenced::Taken | Fenced::Lost, _)) => Looked::Again,
                // One that fails does not hold up the others.
                Err(error) => {
                    tracing::warn!(%error, customer = %known.customer, "a customer could not be looked at; set aside");
                    if is_outage(&error) { Looked::Again } else { Looked::Failed }
                }
            };
            looked.insert(known.customer, outcome);
        }
        drop(looking);
        Ok(looked)
    }

    /// Keeps when customers are looked at again, and lets go of what was told of them.
    async fn keep_looked(
        &self,
        tenant: &str,
        looked: &BTreeMap<Uuid, Looked>,
        told: &[review::Model],
        fence: &Fence,
        now: Instant,
    ) -> Result<(), Error> {
        let (mut quiet, mut gone, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for (customer, looked) in looked {
            match looked {
                Looked::Until(until) => quiet.push((tenant.to_owned(), *until)),
                Looked::Gone => gone.push((tenant.to_owned(), *customer)),
                Looked::Failed => failed.push(*customer),
                Looked::Again => {}
            }
        }
        let of = |row: &&review::Model, wanted: fn(&Looked) -> bool| looked.get(&row.customer_id).is_some_and(wanted);
        let seen = told.iter().filter(|row| of(row, |looked| matches!(looked, Looked::Until(_) | Looked::Gone)));
        let put_off = told.iter().filter(|row| of(row, |looked| matches!(looked, Looked::Failed)));
        // What another looked at meanwhile is not known here.
        let Some(mut transaction) = self.begin_fenced(fence).await? else { return Ok(()) };
        quiet_customer::keep(&mut transaction, &quiet).await?;
        quiet_customer::let_go(&mut transaction, &gone).await?;
        quiet_customer::put_off(&mut transaction, tenant, &failed, now.plus_micros(SET_ASIDE)).await?;
        pending::let_go::<review::Entity>(&mut transaction, &seen.collect::<Vec<_>>()).await?;
        pending::put_off::<review::Entity>(&mut transaction, &put_off.collect::<Vec<_>>(), now).await?;
        Ok(transaction.commit().await?)
    }
}
