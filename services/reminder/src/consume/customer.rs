//! The feed of the customer service: customers, the time zones and working days of tenants, and which of their stages are lost ones.

use calendar::{DayKind, WorkingDays};
use contracts::customer::v1::{self as wire, CustomerEvent, SpecialDayKind, TenantEvent, TermEvent};
use contracts::feed::v1::Entry;
use conventions::time::{to_day, to_instant};
use conventions::violations::Violations;
use customers::Customers;
use database::{Error, WriteTransaction};
use feed::Projection;
use jiff::civil::{Date, Weekday};
use prost::{Message, Name};
use uuid::Uuid;

use crate::domain::zone::Zone;
use crate::store::entity::dated_customer as dated_customers;
use crate::store::tenant::{self, Period, Told};
use crate::store::{acquaintance, dated_customer, lost_stage, recount, review, tenant_review};

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
        dated_customer::keep(transaction, &dated).await?;
        let known =
            feed::newest(entries).filter_map(|entry| known(entry).transpose()).collect::<Result<Vec<_>, _>>()?;
        acquaintance::keep(transaction, &known).await?;
        review::keep(transaction, &known.iter().map(reviewed).collect::<Vec<_>>()).await?;
        tenant_review::keep(transaction, &told).await?;
        let lost = feed::newest(entries).filter_map(|entry| lost(entry).transpose()).collect::<Result<Vec<_>, _>>()?;
        lost_stage::keep(transaction, &lost).await
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        Customers.reset(transaction).await?;
        tenant::forget(transaction).await?;
        recount::forget(transaction).await?;
        dated_customer::forget(transaction).await?;
        acquaintance::forget(transaction).await?;
        lost_stage::forget(transaction).await
    }
}

/// What an entry tells of a customer where it is about contact with it; nothing when it is about something else.
fn known(entry: &Entry) -> Result<Option<acquaintance::Told>, Error> {
    let Some(event) = entry.event.as_ref().filter(|event| event.type_url == CustomerEvent::type_url()) else {
        return Ok(None);
    };
    let malformed = || Error::Statement(format!("the event of customer {} is malformed", entry.entity_id));
    let event = CustomerEvent::decode(event.value.as_slice()).map_err(|_| malformed())?;
    let create_time = event.create_time.and_then(|time| to_instant(&time, &mut Violations::default()));
    Ok(Some(acquaintance::Told {
        tenant: entry.tenant_id.clone(),
        customer: Uuid::try_parse(&entry.entity_id).map_err(|_| malformed())?,
        revision: entry.revision,
        create_time: create_time.ok_or_else(malformed)?,
        tags: event.tags,
    }))
}

/// That a customer is to be looked at.
fn reviewed(told: &acquaintance::Told) -> review::Told {
    review::Told {
        tenant: told.tenant.clone(),
        customer: told.customer,
        record: told.customer,
        revision: told.revision,
    }
}

/// The tenant and the code of a lost stage, when an entry tells of one.
fn lost(entry: &Entry) -> Result<Option<(String, String)>, Error> {
    let Some(event) = entry.event.as_ref().filter(|event| event.type_url == TermEvent::type_url()) else {
        return Ok(None);
    };
    let event = TermEvent::decode(event.value.as_slice())
        .map_err(|_| Error::Statement(format!("the event of term {} is malformed", entry.entity_id)))?;
    let is_lost = event.vocabulary() == wire::Vocabulary::Stage && event.category() == wire::StageCategory::Lost;
    Ok(is_lost.then(|| (entry.tenant_id.clone(), event.code)))
}

/// What an entry tells of a customer's important dates; nothing when it is about something else, or about a new customer without any.
fn dated(entry: &Entry) -> Result<Option<dated_customers::Model>, Error> {
    let Some(event) = entry.event.as_ref().filter(|event| event.type_url == CustomerEvent::type_url()) else {
        return Ok(None);
    };
    let malformed = || Error::Statement(format!("the event of customer {} is malformed", entry.entity_id));
    let event = CustomerEvent::decode(event.value.as_slice()).map_err(|_| malformed())?;
    let told = dated_customers::Model {
        tenant_id: entry.tenant_id.clone(),
        customer_id: Uuid::try_parse(&entry.entity_id).map_err(|_| malformed())?,
        revision: entry.revision,
        date_count: event.important_date_count.into(),
        failure_count: 0,
        next_attempt_time: 0,
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
