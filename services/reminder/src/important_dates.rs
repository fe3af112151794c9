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
use tonic::Code;
use uuid::Uuid;

use crate::Service;
use crate::customer_dates::{self, Dates};
use crate::domain::customer_date::{self, CustomerDate, Owned};
use crate::domain::zone::Zone;
use crate::error::{Error, is_outage};
use crate::fenced::Fenced;
use crate::store::entity::dated_customer::{Entity, Model as Told};
use crate::store::{of_customer, pending, reminder, tenant};
use crate::turn::Turn;

/// The name of the lease.
pub(crate) const IMPORTANT_DATES: &str = "important_dates";
/// Why such a reminder is written.
const CAUSE: &str = "customer";
/// Customers that are seen to at once: records have at most 64 KiB, and an answer 4 MiB.
const PAGE: u64 = 50;

/// Follows the days of some of the customers that were told of; answers of how many.
pub(crate) fn follow<'a>(service: &'a Service, turn: &'a Turn) -> BoxFuture<'a, Result<usize, Error>> {
    async move {
        let now = service.now().await?;
        let told = pending::due::<Entity>(service.database(), now, PAGE).await?;
        if told.is_empty() {
            return Ok(0);
        }
        let Some(fence) = turn.fence(service.database()).await? else { return Ok(0) };
        let (mut seen, mut failed) = (Vec::with_capacity(told.len()), Vec::new());
        for of_tenant in told.chunk_by(|one, other| one.tenant_id == other.tenant_id) {
            let Some(Told { tenant_id: tenant, .. }) = of_tenant.first() else { continue };
            let known = match service.known_of(tenant, of_tenant).await {
                Ok(known) => known,
                Err(Unknown::Refused(Refused::Unreached(code))) => {
                    tracing::info!(?code, tenant, "important dates cannot be asked for; asked again");
                    // What was told is there until it can be asked for.
                    if is_away(code) {
                        break;
                    }
                    failed.extend(of_tenant);
                    continue;
                }
                Err(Unknown::Error(error)) if is_outage(&error) => return Err(error),
                // A tenant that fails does not hold up the others.
                Err(unknown) => {
                    tracing::error!(%unknown, tenant, "the important dates of a tenant cannot be learned; set aside");
                    failed.extend(of_tenant);
                    continue;
                }
            };
            let mut following = Vec::with_capacity(of_tenant.len());
            for told in of_tenant {
                match known.dates_of(told.customer_id) {
                    Ok(dates) => following.push((told, dates)),
                    // Nor does a customer the rest of its tenant.
                    Err(code) => {
                        tracing::info!(?code, customer = %told.customer_id, "important dates cannot be read; set aside");
                        failed.push(told);
                    }
                }
            }
            // At the same time, so that they are written together.
            let following = following.into_iter();
            let following =
                following.map(async |(told, dates)| (told, service.follow_dates(told, dates, &known, fence.clone()).await));
            for (told, followed) in join_all(following).await {
                match followed {
                    Ok(Fenced::Written) => seen.push(told),
                    // A reminder came round meanwhile, or the lease is lost: it is met again.
                    Ok(Fenced::Elsewhere | Fenced::Taken | Fenced::Lost) => {}
                    // One that fails does not hold up the others.
                    Err(error) => {
                        tracing::warn!(%error, customer = %told.customer_id, "important dates could not be followed; set aside");
                        if !is_outage(&error) {
                            failed.push(told);
                        }
                    }
                }
            }
        }
        service.seen_to::<Entity>(&fence, &seen, &failed, now).await?;
        Ok(seen.len() + failed.len())
    }
    .boxed()
}

/// Whether nobody answers at all, whichever tenant is asked for. UNKNOWN is said of a connection that broke.
fn is_away(code: Code) -> bool {
    matches!(code, Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled | Code::Unknown)
}

/// Why it is not known what the reminders of customers of a tenant are made of.
#[derive(Debug, thiserror::Error)]
enum Unknown {
    /// The customer service does not say.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It cannot be read here.
    #[error(transparent)]
    Error(#[from] Error),
}

/// What the reminders of some customers of one tenant are made of.
struct Known {
    dates: Dates,
    customers: HashMap<Uuid, Customer>,
    zone: Zone,
    working_days: WorkingDays,
    now: Instant,
}

impl Known {
    /// The days of a customer, or why it cannot be read.
    fn dates_of(&self, customer: Uuid) -> Result<&[CustomerDate], Code> {
        self.dates.get(&customer).map_or(Ok(&[]), |dates| dates.as_deref().map_err(|code| *code))
    }
}

impl Service {
    /// What the reminders of some customers of one tenant are made of. The days of those of whom the feed told that they have none are not
    /// asked for.
    async fn known_of(&self, tenant: &str, told: &[Told]) -> Result<Known, Unknown> {
        let mut asked: Vec<_> = told.iter().filter(|told| told.date_count > 0).map(|told| told.customer_id).collect();
        asked.dedup();
        let now = self.now().await?;
        let dates = customer_dates::ask(&self.customers, &self.token.in_tenant(tenant), &asked).await?;
        let customers = told.iter().map(|told| told.customer_id);
        let customers = customers::find_many(self.database(), tenant, customers).await;
        Ok(Known {
            dates,
            customers: customers.map_err(Error::from)?,
            zone: tenant::zone_at(self.database(), tenant, now).await?,
            working_days: tenant::working_days(self.database(), tenant).await?,
            now,
        })
    }

    /// Makes, changes and ends the reminders of one customer, all at once.
    async fn follow_dates(
        &self,
        told: &Told,
        dates: &[CustomerDate],
        known: &Known,
        fence: Fence,
    ) -> Result<Fenced, Error> {
        let (tenant, id) = (told.tenant_id.as_str(), told.customer_id);
        let rows = of_customer::dated_reminders(self.database(), tenant, id).await?;
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
