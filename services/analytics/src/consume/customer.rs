//! What is kept of customers: facts, stages, and what they add up to.

use std::collections::BTreeMap;

use contracts::customer::v1::{
    CustomerEvent, CustomerKind, CustomerPlace, CustomerState, StageCategory, TenantEvent, TermEvent, Vocabulary,
};
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
use crate::domain::pipeline::Ending;
use crate::domain::tag::Tag;
use crate::domain::tally::Tally;
use crate::domain::zones::{Zone, Zones};
use crate::store;

/// How many customers are read at once when the days of a tenant begin elsewhere.
const PAGE: i64 = 500;

/// The projection of the customer service's feed.
pub struct Customers;

impl Projection for Customers {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        store::turn::take(transaction).await?;
        let mut tenants = BTreeMap::new();
        for (tenant, ids) in told_of(entries)? {
            tenants.insert(tenant, Tenant::read(transaction, tenant, &ids).await?);
        }
        for entry in entries {
            let tenant = entry.tenant_id.as_str();
            let (Some(event), Some(known)) = (&entry.event, tenants.get_mut(tenant)) else { continue };
            if event.type_url == CustomerEvent::type_url() {
                let event = CustomerEvent::decode(event.value.as_slice()).map_err(|_| malformed(entry))?;
                known.hear_of_customer(entry, event)?;
            } else if event.type_url == TenantEvent::type_url() && entry.revision > known.revision {
                let event = TenantEvent::decode(event.value.as_slice()).map_err(|_| malformed(entry))?;
                known.keep(transaction, tenant).await?;
                known.move_days(transaction, entry, &event).await?;
            } else if event.type_url == TermEvent::type_url() {
                let event = TermEvent::decode(event.value.as_slice()).map_err(|_| malformed(entry))?;
                known.hear_of_term(entry, event);
            }
        }
        for (tenant, mut known) in tenants {
            known.keep(transaction, tenant).await?;
            store::tag::hear(transaction, tenant, known.tags).await?;
            store::closing_stage::keep(transaction, tenant, known.closing_stages).await?;
        }
        Ok(())
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        store::turn::take(transaction).await?;
        store::customer::forget(transaction).await
    }
}

/// The customers that entries tell of, by their tenants.
fn told_of(entries: &[Entry]) -> Result<BTreeMap<&str, Vec<Uuid>>, Error> {
    let mut tenants: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for entry in entries {
        let Some(event) = &entry.event else { continue };
        let ids = tenants.entry(&entry.tenant_id).or_default();
        if event.type_url == CustomerEvent::type_url() {
            ids.push(id(entry)?);
        }
    }
    Ok(tenants)
}

/// What is known of a tenant in the course of a transaction.
struct Tenant {
    zones: Zones,
    revision: i64,
    /// Customers that are told of: as they are kept, and as they are now.
    customers: BTreeMap<Uuid, (Option<Customer>, Option<Customer>)>,
    /// Tags that are told of, by code.
    tags: Vec<(String, Tag)>,
    /// Stages that are told of and in which customers are won or lost, by code.
    closing_stages: BTreeMap<String, Ending>,
}

impl Tenant {
    async fn read(transaction: &mut WriteTransaction, tenant: &str, ids: &[Uuid]) -> Result<Self, Error> {
        let (zones, revision) = store::tenant_zone::find_in(transaction, tenant).await?;
        let kept = store::customer::find_each(transaction, tenant, ids).await?;
        let customers = kept.into_iter().map(|(id, kept)| (id, (Some(kept.clone()), Some(kept)))).collect();
        Ok(Self { zones, revision, customers, tags: Vec::new(), closing_stages: BTreeMap::new() })
    }

    fn hear_of_customer(&mut self, entry: &Entry, event: CustomerEvent) -> Result<(), Error> {
        let id = id(entry)?;
        let (_, now) = self.customers.entry(id).or_default();
        if now.as_ref().is_none_or(|now| now.revision < entry.revision) {
            let stays = now.take().map(|now| now.stays).unwrap_or_default();
            *now = Some(customer(id, entry, event, stays).ok_or_else(|| malformed(entry))?);
        }
        Ok(())
    }

    /// Of terms it is of use here which tags stand for each other, and in which stages customers are won or lost.
    fn hear_of_term(&mut self, entry: &Entry, event: TermEvent) {
        match (event.vocabulary(), event.category()) {
            (Vocabulary::Tag, _) => {
                let merged_into = Some(event.merged_into).filter(|into| !into.is_empty());
                self.tags.push((event.code, Tag { revision: entry.revision, merged_into }));
            }
            (Vocabulary::Stage, StageCategory::Won) => drop(self.closing_stages.insert(event.code, Ending::Won)),
            (Vocabulary::Stage, StageCategory::Lost) => drop(self.closing_stages.insert(event.code, Ending::Lost)),
            _ => {}
        }
    }

    /// Keeps what was told of customers, and changes what they add up to.
    async fn keep(&mut self, transaction: &mut WriteTransaction, tenant: &str) -> Result<(), Error> {
        let (mut tally, mut changes) = (Tally::default(), Vec::new());
        for (kept, now) in self.customers.values_mut() {
            let Some(now) = now.as_ref().filter(|now| kept.as_ref() != Some(now)) else { continue };
            if let Some(kept) = &kept {
                tally.take_out(kept, &self.zones);
            }
            tally.put_in(now, &self.zones);
            changes.push((kept.replace(now.clone()), now.clone()));
        }
        store::customer::put(transaction, tenant, &changes, &self.zones).await?;
        store::daily_sum::add(transaction, tenant, tally).await?;
        let counted = |customer| Counted { customer, zones: &self.zones };
        let moved = changes.iter().filter(|(kept, now)| kept.as_ref().is_none_or(|kept| !counts_alike(kept, now)));
        let moved = moved.map(|(kept, now)| (kept.as_ref().map(counted), counted(now)));
        recount(transaction, tenant, moved.collect()).await
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
            let customers = store::customer::find_each(transaction, tenant, &ids).await?;
            let mut tally = Tally::default();
            for customer in customers.values() {
                tally.take_out(customer, &before);
                tally.put_in(customer, &self.zones);
            }
            store::customer::put_days(transaction, tenant, customers.values(), &self.zones).await?;
            store::daily_sum::add(transaction, tenant, tally).await?;
            let counted = |customer, zones| Counted { customer, zones };
            let moved = customers.values().map(|it| (Some(counted(it, &before)), counted(it, &self.zones)));
            recount(transaction, tenant, moved.collect()).await?;
        }
    }
}

fn id(entry: &Entry) -> Result<Uuid, Error> {
    Uuid::try_parse(&entry.entity_id).map_err(|_| malformed(entry))
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
    enter(&mut stays, &event.stage, &event.stage_reason, instant(event.stage_time.as_ref())?);
    let mut collaborators: Vec<Uuid> = event.collaborators.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect();
    collaborators.sort_unstable();
    let mut tags = event.tags;
    tags.sort_unstable();
    tags.dedup();
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
        tags,
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
