//! What is made of the feed of the customer service.

use contracts::customer::v1::CustomerEvent;
use contracts::feed::v1::Entry;
use database::{Error, WriteTransaction};
use feed::Projection;
use prost::{Message, Name};
use uuid::Uuid;

use crate::table::{self, Told};
use crate::{Customer, CustomerState};

/// The projection of the customer service's feed: the state of customers, and who may know.
pub struct Customers;

impl Projection for Customers {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        let told = feed::newest(entries).filter_map(|entry| told(entry).transpose()).collect::<Result<Vec<_>, _>>()?;
        table::keep(transaction, &told).await
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        table::forget(transaction).await
    }
}

/// What an entry tells of a customer; nothing when it is about something else.
fn told(entry: &Entry) -> Result<Option<Told>, Error> {
    let Some(event) = entry.event.as_ref().filter(|event| event.type_url == CustomerEvent::type_url()) else {
        return Ok(None);
    };
    let malformed = || Error::Statement(format!("the event of customer {} is malformed", entry.entity_id));
    let event = CustomerEvent::decode(event.value.as_slice()).map_err(|_| malformed())?;
    let customer = Customer {
        id: Uuid::try_parse(&entry.entity_id).map_err(|_| malformed())?,
        state: CustomerState::told(event.state).ok_or_else(malformed)?,
        owner: Uuid::try_parse(&event.owner).ok(),
        team: Uuid::try_parse(&event.team).ok(),
        collaborators: event.collaborators.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect(),
        stage: event.stage,
        level: event.level,
    };
    let (tenant, revision, number) = (entry.tenant_id.clone(), entry.revision, event.customer_number);
    Ok(Some(Told { tenant, revision, number, customer }))
}
