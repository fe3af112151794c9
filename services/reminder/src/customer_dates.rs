//! The days that matter to customers, as the customer service says.

use std::collections::HashMap;

use calendar::{LunarDate, LunarMonth, LunarMonthDay, MonthDay, Occasion};
use client::{Origin, Peer};
use contracts::customer::v1::customer_result::Outcome;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{BatchGetCustomersRequest, Customer, ImportantDate, ImportantDateKind, LunarDay};
use contracts::google::r#type::Date;
use conventions::time::to_day;
use conventions::violations::Violations;
use customers::ask::Refused;
use tonic::Code;
use uuid::Uuid;

use crate::domain::customer_date::{CustomerDate, DateKind};

/// The days of customers, by their ids; of one that there is not, none.
///
/// # Errors
/// What the customer service refuses.
pub(crate) async fn ask(
    peer: &Peer,
    origin: &Origin,
    customers: Vec<Uuid>,
) -> Result<HashMap<Uuid, Vec<CustomerDate>>, Refused> {
    let mut found = HashMap::with_capacity(customers.len());
    if customers.is_empty() {
        return Ok(found);
    }
    let customers = customers.iter().map(Uuid::to_string).collect();
    let ask = |channel, request| async move { CustomerServiceClient::new(channel).batch_get_customers(request).await };
    let answered = peer.ask(origin, BatchGetCustomersRequest { customers, as_of: None }, ask).await?;
    for outcome in answered.results.into_iter().filter_map(|result| result.outcome) {
        match outcome {
            Outcome::Customer(customer) => found.extend(dates(&customer)),
            Outcome::Error(error) => match Code::from_i32(error.code) {
                // It was purged meanwhile.
                Code::NotFound => {}
                code => return Err(Refused::Unreached(code)),
            },
        }
    }
    Ok(found)
}

fn dates(customer: &Customer) -> Option<(Uuid, Vec<CustomerDate>)> {
    let id = Uuid::try_parse(&customer.customer_id).ok()?;
    Some((id, customer.important_dates.iter().filter_map(date).collect()))
}

fn date(told: &ImportantDate) -> Option<CustomerDate> {
    let day = match told.day.as_ref()? {
        Day::Solar(date) => solar(date)?,
        Day::Lunar(date) => lunar(*date)?,
    };
    let kind = match told.kind() {
        ImportantDateKind::Birthday => DateKind::Birthday,
        ImportantDateKind::Anniversary => DateKind::Anniversary,
        ImportantDateKind::ContractRenewal => DateKind::ContractRenewal,
        ImportantDateKind::Other | ImportantDateKind::Unspecified => DateKind::Other,
    };
    Some(CustomerDate { id: Uuid::try_parse(&told.important_date_id).ok()?, kind, label: told.label.clone(), day })
}

fn solar(told: &Date) -> Option<Occasion> {
    if told.year != 0 {
        return to_day(told, &mut Violations::default()).map(Occasion::SolarDate);
    }
    let day = MonthDay::new(told.month.try_into().ok()?, told.day.try_into().ok()?);
    day.ok().map(Occasion::SolarMonthDay)
}

fn lunar(told: LunarDay) -> Option<Occasion> {
    let month = LunarMonth { number: told.month.try_into().ok()?, leap: told.leap };
    let day = told.day.try_into().ok()?;
    match i16::try_from(told.year).ok()? {
        0 => LunarMonthDay::new(month, day).ok().map(Occasion::LunarMonthDay),
        year => LunarDate::new(year, month, day).ok().map(Occasion::LunarDate),
    }
}
