//! Following the days that matter to customers: each has a reminder, of which the customer's owner is told.
//!
//! The feed says of how many days a customer has, not which ([`crate::consume`]); one process at a time, under a lease, asks the customer
//! service as a service principal, makes, changes and ends the reminders, and then lets go of what it was told. Whoever is killed in between
//! sees to it again, which changes nothing.

use std::collections::HashMap;

use calendar::WorkingDays;
use clock::Instant;
use customers::ask::Refused;
use customers::{Customer, CustomerState};
use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use journal::{Cause, Fence};
use uuid::Uuid;

use crate::Service;
use crate::customer_dates;
use crate::domain::customer_date::{self, CustomerDate, Owned};
use crate::domain::zone::Zone;
use crate::error::Error;
use crate::fenced::Fenced;
use crate::store::dated_customer::{self, Told};
use crate::store::{of_customer, reminder, tenant};
use crate::turn::Turn;

/// The name of the lease.
pub(crate) const IMPORTANT_DATES: &str = "important_dates";
/// Why such a reminder is written.
const CAUSE: &str = "customer";
/// Customers that are seen to at once: records have at most 64 KiB, and an answer 4 MiB.
const PAGE: u64 = 50;

/// The days of customers, by their ids.
type Dates = HashMap<Uuid, Vec<CustomerDate>>;

/// Follows the days of some of the customers that were told of; answers of how many.
pub(crate) fn follow<'a>(service: &'a Service, turn: &'a Turn) -> BoxFuture<'a, Result<usize, Error>> {
    async move {
        let now = service.now().await?;
        let told = dated_customer::pending(service.database(), now, PAGE).await?;
        if told.is_empty() {
            return Ok(0);
        }
        let Some(fence) = turn.fence(service.database()).await? else { return Ok(0) };
        let (mut seen, mut failed) = (Vec::with_capacity(told.len()), Vec::new());
        for of_tenant in told.chunk_by(|one, other| one.tenant == other.tenant) {
            let dates = match service.dates_of(of_tenant).await {
                Ok(dates) => dates,
                // What was told is there until it can be asked for.
                Err(Refused::Unreached(code)) => {
                    tracing::info!(?code, "important dates cannot be asked for; asked again");
                    break;
                }
                Err(refused) => {
                    tracing::error!(%refused, "important dates are refused to this service: see its token");
                    break;
                }
            };
            let known = service.known_of(of_tenant, dates).await?;
            // At the same time, so that they are written together.
            let following =
                of_tenant.iter().map(async |told| (told, service.follow_dates(told, &known, fence.clone()).await));
            for (told, followed) in join_all(following).await {
                match followed {
                    Ok(Fenced::Written) => seen.push(told.clone()),
                    // A reminder came round meanwhile, or the lease is lost: it is met again.
                    Ok(Fenced::Elsewhere | Fenced::Taken | Fenced::Lost) => {}
                    // One that fails does not hold up the others.
                    Err(error) => {
                        tracing::warn!(%error, customer = %told.customer, "important dates could not be followed; set aside");
                        failed.push(told.clone());
                    }
                }
            }
        }
        dated_customer::seen_to(service.database(), &seen, &failed, now).await?;
        Ok(seen.len() + failed.len())
    }
    .boxed()
}

/// What the reminders of some customers of one tenant are made of.
struct Known {
    dates: Dates,
    customers: HashMap<Uuid, Customer>,
    zone: Zone,
    working_days: WorkingDays,
    now: Instant,
}

impl Service {
    /// The days that customers of one tenant have now. Those of which the feed told that they have none are not asked for.
    async fn dates_of(&self, told: &[Told]) -> Result<Dates, Refused> {
        let Some(Told { tenant, .. }) = told.first() else { return Ok(Dates::new()) };
        let mut customers: Vec<_> = told.iter().filter(|told| told.date_count > 0).map(|told| told.customer).collect();
        customers.dedup();
        customer_dates::ask(&self.customers, &self.token.in_tenant(tenant), customers).await
    }

    /// What the reminders of some customers of one tenant are made of.
    async fn known_of(&self, told: &[Told], dates: Dates) -> Result<Known, Error> {
        let tenant = told.first().map(|told| told.tenant.as_str()).unwrap_or_default();
        let now = self.now().await?;
        Ok(Known {
            dates,
            customers: customers::find_many(self.database(), tenant, told.iter().map(|told| told.customer)).await?,
            zone: tenant::zone_at(self.database(), tenant, now).await?,
            working_days: tenant::working_days(self.database(), tenant).await?,
            now,
        })
    }

    /// Makes, changes and ends the reminders of one customer, all at once.
    async fn follow_dates(&self, told: &Told, known: &Known, fence: Fence) -> Result<Fenced, Error> {
        let (tenant, id) = (told.tenant.as_str(), told.customer);
        let rows = of_customer::dated_reminders(self.database(), tenant, id).await?;
        let dates = known.dates.get(&id).map(Vec::as_slice).unwrap_or_default();
        if rows.is_empty() && dates.is_empty() {
            return Ok(Fenced::Written);
        }
        let customer = known.customers.get(&id).filter(|customer| customer.state != CustomerState::Erased);
        let Some(customer) = customer else { return Ok(Fenced::Written) };
        let dates = if customer.state == CustomerState::Active { dates } else { &[] };
        let Known { zone, working_days, now, .. } = known;
        let owned = Owned { customer: id, owner: customer.owner, zone, working_days, now: *now };
        let (keyring, salt) = (&self.records.keyring, || self.records.clock.salt());
        let (mut claims, mut changes) = (Vec::new(), Vec::new());
        for row in &rows {
            let before = reminder::open(keyring, row).await?;
            let date = dates.iter().find(|date| Some(date.id) == row.important_date_id);
            let after = date.map_or_else(|| Ok(customer_date::end(&before)), |date| date.follow(&before, owned))?;
            if let Some(after) = after {
                let key = reminder::key(keyring, row).await?;
                changes.push(reminder::change(tenant, Some(&before), &after, key.as_ref(), salt())?);
            }
        }
        for date in dates.iter().filter(|date| rows.iter().all(|row| row.important_date_id != Some(date.id))) {
            let after = date.begin(self.records.clock.id_of(*now), owned)?;
            let key = keyring.key(keyring.assign().await?).await?;
            changes.push(reminder::change(tenant, None, &after, Some(&key), salt())?);
            claims.push(reminder::important_date_key(id, date.id));
        }
        if changes.is_empty() {
            return Ok(Fenced::Written);
        }
        self.write_fenced(tenant, Cause { kind: CAUSE, id }, fence, claims, changes).await
    }
}
