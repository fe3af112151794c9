//! One attempt to deliver.

use journal::{Cause, Fence};
use telemetry::Outcome;

use super::message::Message;
use super::outbound::Outbound;
use crate::Service;
use crate::domain::delivery::{Delivery, DeliveryState, NotTaken};
use crate::domain::endpoint::{Endpoint, Guarantee};
use crate::domain::task::{Task, TaskState};
use crate::error::Error;
use crate::fenced::Fenced;
use crate::store::delivery_list::DueDelivery;
use crate::store::{delivery, endpoint, task};

/// Why something is delivered.
const CAUSE: &str = "delivery";

impl Service {
    /// Tries a delivery that is due, and writes what came of it.
    ///
    /// # Errors
    /// Those of the databases; then it is tried again.
    pub(super) async fn attempt(&self, outbound: &Outbound, due: &DueDelivery, fence: Fence) -> Result<Fenced, Error> {
        let now = self.now().await?;
        let write = |next: Delivery| self.write_delivery(due, next, fence.clone());
        if due.delivery.end_time() <= now {
            return write(due.delivery.expired()).await;
        }
        let Some((endpoint, task)) = self.what_is_sent(due).await? else { return write(due.delivery.dropped()).await };
        let mut delivery = due.delivery.clone();
        let guarantee = endpoint.facts.guarantee;
        if guarantee == Guarantee::AtMostOnce {
            // Said before it is done: whoever comes after a crash does not do it again.
            delivery = delivery.about_to_be_tried(now);
            let said = write(delivery.clone()).await?;
            if said != Fenced::Written {
                return Ok(said);
            }
        }
        let sent = outbound.send(&endpoint, &Message::new(&delivery, &endpoint, &task, now)).await;
        let now = self.now().await?;
        let [low, high, ..] = self.records.clock.salt();
        let next = match sent {
            Ok(()) => delivery.taken(now),
            Err(NotTaken { failure, wait_until }) => {
                tracing::info!(endpoint = %endpoint.id, delivery = %delivery.id, %failure, "a delivery was not taken");
                let failed = delivery.failed(failure, guarantee, now, u16::from_le_bytes([low, high]));
                failed.no_sooner_than(wait_until.unwrap_or(now))
            }
        };
        write(next).await
    }

    /// The endpoint and the task; none when one of them is no more.
    async fn what_is_sent(&self, due: &DueDelivery) -> Result<Option<(Endpoint, Task)>, Error> {
        let (tenant, facts, keyring) = (due.tenant.as_str(), &due.delivery.facts, &self.records.keyring);
        let endpoint = endpoint::find(self.database(), tenant, facts.endpoint).await?;
        let task = task::find(self.database(), tenant, facts.task).await?;
        let Some((endpoint, task)) = endpoint.zip(task) else { return Ok(None) };
        let (endpoint, task) = (endpoint::open(keyring, &endpoint).await?, task::open(keyring, &task).await?);
        let is_there = !endpoint.facts.deleted && task.facts.state != TaskState::Erased;
        Ok(is_there.then_some((endpoint, task)))
    }

    async fn write_delivery(&self, due: &DueDelivery, next: Delivery, fence: Fence) -> Result<Fenced, Error> {
        let change = delivery::change(&due.tenant, &next, self.records.clock.salt())?;
        let cause = Cause { kind: CAUSE, id: next.id };
        let written = self.write_fenced(&due.tenant, cause, fence, Vec::new(), vec![change]).await?;
        if let Some(outcome) = outcome(next.facts.state).filter(|_| written == Fenced::Written) {
            self.metrics.delivery(outcome);
        }
        Ok(written)
    }
}

/// What came of an attempt after which a delivery stands so; none where there was none, or where it is yet to come.
fn outcome(state: DeliveryState) -> Option<Outcome> {
    match state {
        DeliveryState::Delivered => Some(Outcome::Delivered),
        DeliveryState::Pending => Some(Outcome::Failed),
        DeliveryState::Dead => Some(Outcome::Dead),
        DeliveryState::Unknown | DeliveryState::Dropped => None,
    }
}
