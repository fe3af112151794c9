//! The feed of the customer service: customers, and the time zones and working days of tenants.

use calendar::{DayKind, WorkingDays};
use contracts::customer::v1::{self as wire, CustomerEvent, SpecialDayKind, TenantEvent};
use contracts::feed::v1::Entry;
use conventions::time::to_day;
use conventions::violations::Violations;
use customers::Customers;
use database::{Error, WriteTransaction};
use feed::Projection;
use jiff::civil::{Date, Weekday};
use prost::{Message, Name};
use uuid::Uuid;

use crate::domain::zone::Zone;
use crate::store::dated_customer;
use crate::store::recount;
use crate::store::tenant::{self, Period, Told};

/// The projection of the customer service's feed.
pub(crate) struct CustomersAndTenants;

impl Projection for CustomersAndTenants {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        Customers.apply(transaction, entries).await?;
        let told = feed::newest(entries).filter_map(|entry| told(entry).transpose()).collect::<Result<Vec<_>, _>>()?;
        tenant::keep(transaction, &told).await?;
        recount::keep(transaction, &told).await?;
        let dated =
            feed::newest(entries).filter_map(|entry| dated(entry).transpose()).collect::<Result<Vec<_>, _>>()?;
        dated_customer::keep(transaction, &dated).await
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        Customers.reset(transaction).await?;
        tenant::forget(transaction).await?;
        recount::forget(transaction).await?;
        dated_customer::forget(transaction).await
    }
}

/// What an entry tells of a customer's important dates; nothing when it is about something else, or about a new customer without any.
fn dated(entry: &Entry) -> Result<Option<dated_customer::Told>, Error> {
    let Some(event) = entry.event.as_ref().filter(|event| event.type_url == CustomerEvent::type_url()) else {
        return Ok(None);
    };
    let malformed = || Error::Statement(format!("the event of customer {} is malformed", entry.entity_id));
    let event = CustomerEvent::decode(event.value.as_slice()).map_err(|_| malformed())?;
    let told = dated_customer::Told {
        tenant: entry.tenant_id.clone(),
        customer: Uuid::try_parse(&entry.entity_id).map_err(|_| malformed())?,
        revision: entry.revision,
        date_count: event.important_date_count.into(),
    };
    Ok(Some(told).filter(|told| told.revision > 1 || told.date_count > 0))
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
    let (zones, working_days) = (zones.collect(), working_days(event.working_days.unwrap_or_default()));
    Ok(Some(Told { tenant: &entry.tenant_id, revision: entry.revision, zones, working_days }))
}

fn working_days(told: wire::WorkingDays) -> WorkingDays {
    let weekday = |number: &i32| Weekday::from_monday_one_offset(i8::try_from(*number).ok()?).ok();
    WorkingDays {
        weekend: told.free_weekdays.iter().filter_map(weekday).collect(),
        exceptions: told.special_days.iter().filter_map(special_day).collect(),
    }
}

fn special_day(told: &wire::SpecialDay) -> Option<(Date, DayKind)> {
    let date = to_day(told.date.as_ref()?, &mut Violations::default())?;
    let kind = match told.kind() {
        SpecialDayKind::Holiday => DayKind::Holiday,
        SpecialDayKind::MakeUpDay => DayKind::MakeUpDay,
        SpecialDayKind::Unspecified => return None,
    };
    Some((date, kind))
}
