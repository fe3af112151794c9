//! The days that matter to customers, as the customer service says.

use std::collections::HashMap;

use calendar::{LunarDate, LunarMonth, LunarMonthDay, MonthDay, Occasion};
use client::{Origin, Peer};
use contracts::customer::v1::customer_result::Outcome;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::important_date::Day;
use contracts::customer::v1::{BatchGetCustomersRequest, CustomerResult, ImportantDate, ImportantDateKind, LunarDay};
use contracts::google::r#type::Date;
use conventions::time::to_day;
use conventions::violations::Violations;
use customers::ask::Refused;
use tonic::Code;
use uuid::Uuid;

use crate::domain::customer_date::{CustomerDate, DateKind};

/// The days of customers, by their ids, or why one cannot be read.
pub(crate) type Dates = HashMap<Uuid, Result<Vec<CustomerDate>, Code>>;

/// The days of customers; of one that there is not, none.
///
/// # Errors
/// What the customer service refuses.
pub(crate) async fn ask(peer: &Peer, origin: &Origin, asked: &[Uuid]) -> Result<Dates, Refused> {
    if asked.is_empty() {
        return Ok(Dates::new());
    }
    let customers = asked.iter().map(Uuid::to_string).collect();
    let ask = |channel, request| async move { CustomerServiceClient::new(channel).batch_get_customers(request).await };
    let answered = peer.ask(origin, BatchGetCustomersRequest { customers, as_of: None }, ask).await?;
    let answers = answered.results.into_iter().map(Some).chain(std::iter::repeat(None));
    let dates = |result: CustomerResult| match result.outcome {
        Some(Outcome::Customer(customer)) => Ok(customer.important_dates.iter().filter_map(date).collect()),
        Some(Outcome::Error(error)) => match Code::from_i32(error.code) {
            // It was purged meanwhile.
            Code::NotFound => Ok(Vec::new()),
            code => Err(code),
        },
        None => Err(Code::DataLoss),
    };
    // They are answered in the order in which they are asked for.
    Ok(asked.iter().copied().zip(answers.map(|answer| answer.map_or(Err(Code::DataLoss), dates))).collect())
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
