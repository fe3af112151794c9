//! The feed of the interaction service: next steps, and when there was contact.

use contracts::feed::v1::Entry;
use contracts::interaction::v1::{InteractionEvent, RecordState};
use conventions::time::to_instant;
use conventions::violations::Violations;
use database::{Error, WriteTransaction};
use feed::Projection;
use prost::{Message, Name};
use uuid::Uuid;

use crate::domain::next_step::NextStep;
use crate::store::{interaction, next_step, quiet_customer, review, tenant_review};

/// The projection of the interaction service's feed: what is to be brought in step, and when there was contact.
pub(crate) struct NextStepsAndContacts;

impl Projection for NextStepsAndContacts {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        let (mut told, mut began) = (Vec::new(), Vec::new());
        for entry in feed::newest(entries) {
            began.extend(start(entry)?);
            // What is new and names no step has no task that could be in or out of step.
            let step = step(entry)?.filter(|step| step.revision > 1 || step.due.is_some());
            told.extend(step.map(|step| (entry.tenant_id.as_str(), step)));
        }
        next_step::keep(transaction, &told).await?;
        interaction::keep(transaction, &began).await?;
        review::keep(transaction, &began.iter().map(reviewed).collect::<Vec<_>>()).await
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        next_step::forget(transaction).await?;
        interaction::forget(transaction).await?;
        // What is told anew is not all that there is for a while: nobody is taken for dormant by it.
        quiet_customer::forget(transaction).await?;
        tenant_review::keep_all(transaction).await
    }
}

/// What an entry tells of when an interaction began; nothing when it is about something else.
fn start(entry: &Entry) -> Result<Option<interaction::Told>, Error> {
    let Some((event, interaction, customer)) = read(entry)? else { return Ok(None) };
    let start = event.start_time.filter(|_| event.state() == RecordState::Active);
    Ok(Some(interaction::Told {
        tenant: entry.tenant_id.clone(),
        interaction,
        revision: entry.revision,
        customer,
        start: start.and_then(|start| to_instant(&start, &mut Violations::default())),
    }))
}

/// That the customer of an interaction is to be looked at.
fn reviewed(told: &interaction::Told) -> review::Told {
    review::Told {
        tenant: told.tenant.clone(),
        customer: told.customer,
        record: told.interaction,
        revision: told.revision,
    }
}

/// What an entry tells of a next step; nothing when it is about something else.
fn step(entry: &Entry) -> Result<Option<NextStep>, Error> {
    let Some((event, interaction, customer)) = read(entry)? else { return Ok(None) };
    let due = event.next_step_time.filter(|_| event.state() == RecordState::Active);
    Ok(Some(NextStep {
        interaction,
        revision: entry.revision,
        customer,
        author: Uuid::try_parse(&event.author).ok(),
        due: due.and_then(|due| to_instant(&due, &mut Violations::default())),
    }))
}

/// The event of an entry about an interaction, its id and that of its customer.
fn read(entry: &Entry) -> Result<Option<(InteractionEvent, Uuid, Uuid)>, Error> {
    let Some(event) = entry.event.as_ref().filter(|event| event.type_url == InteractionEvent::type_url()) else {
        return Ok(None);
    };
    let malformed = || Error::Statement(format!("the event of interaction {} is malformed", entry.entity_id));
    let event = InteractionEvent::decode(event.value.as_slice()).map_err(|_| malformed())?;
    let interaction = Uuid::try_parse(&entry.entity_id).map_err(|_| malformed())?;
    let customer = Uuid::try_parse(&event.customer_id).map_err(|_| malformed())?;
    Ok(Some((event, interaction, customer)))
}
