//! The feed of the customer service: customers, and the time zones of tenants.

use contracts::customer::v1::TenantEvent;
use contracts::feed::v1::Entry;
use conventions::time::to_day;
use conventions::violations::Violations;
use customers::Customers;
use database::{Error, WriteTransaction};
use feed::Projection;
use prost::{Message, Name};

use crate::domain::zone::Zone;
use crate::store::tenant_zone::{self, Period, Told};

/// The projection of the customer service's feed.
pub(crate) struct CustomersAndZones;

impl Projection for CustomersAndZones {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        Customers.apply(transaction, entries).await?;
        let told = feed::newest(entries).filter_map(|entry| told(entry).transpose()).collect::<Result<Vec<_>, _>>()?;
        tenant_zone::keep(transaction, &told).await
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        Customers.reset(transaction).await?;
        tenant_zone::forget(transaction).await
    }
}

/// What an entry tells of a tenant; nothing when it is about something else.
fn told(entry: &Entry) -> Result<Option<Told<'_>>, Error> {
    let Some(event) = entry.event.as_ref().filter(|event| event.type_url == TenantEvent::type_url()) else {
        return Ok(None);
    };
    let event = TenantEvent::decode(event.value.as_slice())
        .map_err(|_| Error::Statement(format!("the event of tenant {} is malformed", entry.tenant_id)))?;
    let zones = event.zones.iter().filter_map(|period| {
        let valid_from = period.valid_from.as_ref().and_then(|day| to_day(day, &mut Violations::default()));
        Some(Period { zone: Zone::parse(&period.zone).ok()?, valid_from })
    });
    Ok(Some(Told { tenant: &entry.tenant_id, revision: entry.revision, zones: zones.collect() }))
}
