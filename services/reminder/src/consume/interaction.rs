//! The feed of the interaction service: next steps.

use contracts::feed::v1::Entry;
use contracts::interaction::v1::{InteractionEvent, RecordState};
use conventions::time::to_instant;
use conventions::violations::Violations;
use database::{Error, WriteTransaction};
use feed::Projection;
use prost::{Message, Name};
use uuid::Uuid;

use crate::domain::next_step::NextStep;
use crate::store::next_step;

/// The projection of the interaction service's feed: what is to be brought in step.
pub(crate) struct NextSteps;

impl Projection for NextSteps {
    async fn apply(&self, transaction: &mut WriteTransaction, entries: &[Entry]) -> Result<(), Error> {
        let mut told = Vec::new();
        for entry in feed::newest(entries) {
            // What is new and names no step has no task that could be in or out of step.
            let step = step(entry)?.filter(|step| step.revision > 1 || step.due.is_some());
            told.extend(step.map(|step| (entry.tenant_id.as_str(), step)));
        }
        next_step::keep(transaction, &told).await
    }

    async fn reset(&self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        next_step::forget(transaction).await
    }
}

/// What an entry tells of a next step; nothing when it is about something else.
fn step(entry: &Entry) -> Result<Option<NextStep>, Error> {
    let Some(event) = entry.event.as_ref().filter(|event| event.type_url == InteractionEvent::type_url()) else {
        return Ok(None);
    };
    let malformed = || Error::Statement(format!("the event of interaction {} is malformed", entry.entity_id));
    let event = InteractionEvent::decode(event.value.as_slice()).map_err(|_| malformed())?;
    let due = event.next_step_time.filter(|_| event.state() == RecordState::Active);
    Ok(Some(NextStep {
        interaction: Uuid::try_parse(&entry.entity_id).map_err(|_| malformed())?,
        revision: entry.revision,
        customer: Uuid::try_parse(&event.customer_id).map_err(|_| malformed())?,
        author: Uuid::try_parse(&event.author).ok(),
        due: due.and_then(|due| to_instant(&due, &mut Violations::default())),
    }))
}
