//! The deliveries of a task that is just told of, to be written in the same transaction.

use journal::RecordChange;

use crate::Service;
use crate::domain::delivery::Delivery;
use crate::domain::task::Task;
use crate::error::Error;
use crate::store::{delivery, endpoint};

impl Service {
    /// The deliveries of what a task's revision tells: one to each endpoint that is told of it.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn deliveries_of(&self, tenant: &str, task: &Task) -> Result<Vec<RecordChange>, Error> {
        let Some(told) = task.facts.told else { return Ok(Vec::new()) };
        let endpoints = endpoint::all(self.database(), tenant).await?;
        let told_of = endpoints.into_iter().filter(|(_, facts)| facts.is_told_of(&task.facts));
        let clock = &self.records.clock;
        let made = told_of.map(|(endpoint, _)| {
            let made = Delivery::made(clock.id_of(told.time), endpoint, task.id, task.facts.customer, told);
            delivery::change(tenant, &made, clock.salt())
        });
        made.collect()
    }
}
