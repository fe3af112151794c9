//! What is kept of customers: facts, stages, and what they add up to.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Known;

use contracts::customer::v1::{CustomerEvent, CustomerKind, CustomerPlace, CustomerState, TenantEvent};
use contracts::feed::v1::Entry;
use conventions::time::to_day;
use conventions::violations::Violations;
use database::{Error, WriteTransaction};
use feed::Projection;
use prost::{Message, Name};
use uuid::Uuid;

use super::recount::{Counted, counts_alike, recount};
use super::{instant, malformed};
use crate::domain::customer::{Customer, enter};
use crate::domain::tally::Tally;
use crate::domain::zones::{Zone, Zones};
use crate::store;

/// How many customers are read at once when the days of a tenant begin elsewhere.
const PAGE: i64 = 500;

/// The projection of the customer service's feed.
pub(crate) struct Customers;

impl Projection for Customers {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        store::turn::take(transaction).await?;
        let mut tenants: BTreeMap<&str, Tenant> = BTreeMap::new();
        for entry in entries {
            let Some(event) = &entry.event else { continue };
            let tenant = entry.tenant_id.as_str();
            let known = match tenants.entry(tenant) {
                Known::Occupied(known) => known.into_mut(),
                Known::Vacant(unknown) => {
                    let (zones, revision) = store::tenant_zone::find_in(transaction, tenant).await?;
                    unknown.insert(Tenant { zones, revision, customers: BTreeMap::new() })
                }
            };
            if event.type_url == CustomerEvent::type_url() {
                let event = CustomerEvent::decode(event.value.as_slice()).map_err(|_| malformed(entry))?;
                known.hear_of_customer(transaction, entry, event).await?;
            } else if event.type_url == TenantEvent::type_url() && entry.revision > known.revision {
                let event = TenantEvent::decode(event.value.as_slice()).map_err(|_| malformed(entry))?;
                known.keep(transaction, tenant).await?;
                known.move_days(transaction, entry, &event).await?;
            }
        }
        for (tenant, mut known) in tenants {
            known.keep(transaction, tenant).await?;
        }
        Ok(())
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        store::turn::take(transaction).await?;
        store::customer::forget(transaction).await
    }
}

/// What is known of a tenant in the course of a transaction.
struct Tenant {
    zones: Zones,
    revision: i64,
    /// Customers that were told of: as they are kept, and as they are now.
    customers: BTreeMap<Uuid, (Option<Customer>, Option<Customer>)>,
}

impl Tenant {
    async fn hear_of_customer(
        &mut self,
        transaction: &mut WriteTransaction,
        entry: &Entry,
        event: CustomerEvent,
    ) -> Result<(), Error> {
        let id = Uuid::try_parse(&entry.entity_id).map_err(|_| malformed(entry))?;
        let (_, now) = match self.customers.entry(id) {
            Known::Occupied(known) => known.into_mut(),
            Known::Vacant(unknown) => {
                let kept = store::customer::find(transaction, &entry.tenant_id, id).await?;
                unknown.insert((kept.clone(), kept))
            }
        };
        if now.as_ref().is_none_or(|now| now.revision < entry.revision) {
            let stays = now.take().map(|now| now.stays).unwrap_or_default();
            *now = Some(customer(id, entry, event, stays).ok_or_else(|| malformed(entry))?);
        }
        Ok(())
    }

    /// Keeps what was told of customers, and changes what they add up to.
    async fn keep(&mut self, transaction: &mut WriteTransaction, tenant: &str) -> Result<(), Error> {
        let mut tally = Tally::default();
        for (kept, now) in std::mem::take(&mut self.customers).into_values() {
            let Some(now) = now.filter(|now| kept.as_ref() != Some(now)) else { continue };
            if let Some(kept) = &kept {
                tally.take_out(kept, &self.zones);
            }
            tally.put_in(&now, &self.zones);
            store::customer::put(transaction, tenant, kept.as_ref(), &now, &self.zones).await?;
            let counted = |customer| Counted { customer, zones: &self.zones };
            if kept.as_ref().is_none_or(|kept| !counts_alike(kept, &now)) {
                recount(transaction, tenant, kept.as_ref().map(counted), counted(&now)).await?;
            }
        }
        store::daily_sum::add(transaction, tenant, tally).await
    }

    /// Counts all customers of a tenant, and what happened with them, anew: its days begin elsewhere.
    async fn move_days(
        &mut self,
        transaction: &mut WriteTransaction,
        entry: &Entry,
        event: &TenantEvent,
    ) -> Result<(), Error> {
        let tenant = &entry.tenant_id;
        let zones = zones(event).ok_or_else(|| malformed(entry))?;
        store::tenant_zone::put(transaction, tenant, &zones, entry.revision).await?;
        let before = std::mem::replace(&mut self.zones, zones);
        self.revision = entry.revision;
        if before == self.zones {
            return Ok(());
        }
        let mut after = Uuid::nil();
        loop {
            let ids = store::customer::ids_after(transaction, tenant, after, PAGE).await?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = *last;
            let mut tally = Tally::default();
            for id in ids {
                let Some(customer) = store::customer::find(transaction, tenant, id).await? else { continue };
                tally.take_out(&customer, &before);
                tally.put_in(&customer, &self.zones);
                store::customer::put_days(transaction, tenant, &customer, &self.zones).await?;
                let counted = |zones| Counted { customer: &customer, zones };
                recount(transaction, tenant, Some(counted(&before)), counted(&self.zones)).await?;
            }
            store::daily_sum::add(transaction, tenant, tally).await?;
        }
    }
}

/// The customer that an event tells of; none where it is malformed.
fn customer(
    id: Uuid,
    entry: &Entry,
    event: CustomerEvent,
    mut stays: Vec<crate::domain::customer::Stay>,
) -> Option<Customer> {
    let kind = match CustomerKind::try_from(event.kind).ok()? {
        CustomerKind::Unspecified => return None,
        CustomerKind::Individual => "individual",
        CustomerKind::Enterprise => "enterprise",
        CustomerKind::Institution => "institution",
    };
    let state = match CustomerState::try_from(event.state).ok()? {
        CustomerState::Unspecified => return None,
        CustomerState::Active => "active",
        CustomerState::Archived => "archived",
        CustomerState::Deleted => "deleted",
        CustomerState::Erased => "erased",
        CustomerState::Purged => "purged",
    };
    enter(&mut stays, &event.stage, instant(event.stage_time.as_ref())?);
    let mut collaborators: Vec<Uuid> = event.collaborators.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect();
    collaborators.sort_unstable();
    Some(Customer {
        id,
        revision: entry.revision,
        kind: kind.to_owned(),
        state: state.to_owned(),
        level: event.level,
        industry: event.industry,
        source: event.source,
        region: event.places.first().map(region).unwrap_or_default(),
        owner: Uuid::try_parse(&event.owner).ok(),
        team: Uuid::try_parse(&event.team).ok(),
        collaborators,
        create_time: instant(event.create_time.as_ref())?,
        stays,
    })
}

/// The country of a place, and of one in CN whose division is known the province: `CN-330000`.
fn region(place: &CustomerPlace) -> String {
    match place.region_code.get(..2) {
        Some(province) => format!("{}-{province}0000", place.country),
        None => place.country.clone(),
    }
}

/// The zones that an event tells of; none where they are malformed.
fn zones(event: &TenantEvent) -> Option<Zones> {
    let zones = event.zones.iter().map(|zone| {
        let valid_from = match &zone.valid_from {
            Some(date) => Some(to_day(date, &mut Violations::default())?),
            None => None,
        };
        Some(Zone { name: zone.zone.clone(), valid_from })
    });
    Some(Zones::new(zones.collect::<Option<_>>()?))
}
