//! Firing what is due: one transaction.

use calendar::WorkingDays;
use clock::Instant;
use journal::{Cause, Fence, RecordChange, UniqueKey};

use crate::Service;
use crate::domain::reminder::{Firing, Reminder, ReminderState};
use crate::domain::task::{Task, TaskPersonal};
use crate::error::Error;
use crate::fenced::Fenced;
use crate::store::entity::waiting::Model as Waiting;
use crate::store::{reminder, task, tenant};

/// A reminder that came round, and what it makes.
struct Round {
    next: Reminder,
    firing: Option<Firing>,
}

impl Service {
    /// The time by which it is decided what is due.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn now(&self) -> Result<Instant, Error> {
        match self.records.clock.standing() {
            Some(now) => Ok(now),
            None => Ok(Instant::from_micros(self.database().time().await?)),
        }
    }

    /// Fires what is due, if it still is.
    pub(super) async fn fire(&self, waiting: &Waiting, fence: Fence) -> Result<Fenced, Error> {
        let now = self.now().await?;
        if waiting.entity_kind == task::KIND {
            self.tell_task(waiting, fence, now).await
        } else {
            self.fire_reminder(waiting, fence, now).await
        }
    }

    async fn tell_task(&self, waiting: &Waiting, fence: Fence, now: Instant) -> Result<Fenced, Error> {
        let Some(row) = task::find(self.database(), &waiting.tenant_id, waiting.entity_id).await? else {
            return Ok(Fenced::Elsewhere);
        };
        let before = task::open(&self.records.keyring, &row).await?;
        let due = before.facts.waiting.filter(|due| due.time <= now);
        let Some(Ok(after)) = due.map(|due| before.tell(due, now)) else { return Ok(Fenced::Elsewhere) };
        let key = task::key(&self.records.keyring, &row).await?;
        let change = task::change(&waiting.tenant_id, Some(&before), &after, key.as_ref(), self.records.clock.salt())?;
        let mut records = vec![change];
        records.extend(self.deliveries_of(&waiting.tenant_id, &after).await?);
        self.write_firing(waiting, fence, Vec::new(), records).await
    }

    async fn fire_reminder(&self, waiting: &Waiting, fence: Fence, now: Instant) -> Result<Fenced, Error> {
        let Some(row) = reminder::find(self.database(), &waiting.tenant_id, waiting.entity_id).await? else {
            return Ok(Fenced::Elsewhere);
        };
        let before = reminder::open(&self.records.keyring, &row).await?;
        let working_days = if before.facts.schedule.goes_by_working_days() {
            tenant::working_days(self.database(), &waiting.tenant_id).await?
        } else {
            WorkingDays::default()
        };
        let Some(round) = round(&before, now, &working_days) else { return Ok(Fenced::Elsewhere) };
        let key = reminder::key(&self.records.keyring, &row).await?;
        let salt = || self.records.clock.salt();
        let next = |next: &Reminder| reminder::change(&waiting.tenant_id, Some(&before), next, key.as_ref(), salt());
        let Some(firing) = round.firing else {
            return self.write_firing(waiting, fence, Vec::new(), vec![next(&round.next)?]).await;
        };
        let occurrence = task::occurrence_key(before.id, firing.due);
        let made = self.made(&before, firing, now);
        let change = task::change(&waiting.tenant_id, None, &made, key.as_ref(), salt())?;
        // The task comes first: it is what holds the key of the occurrence.
        let mut records = vec![change, next(&round.next)?];
        records.extend(self.deliveries_of(&waiting.tenant_id, &made).await?);
        match self.write_firing(waiting, fence.clone(), vec![occurrence], records).await? {
            // From before the schedule was changed, and changed back: it is not told of again.
            Fenced::Taken => {
                let mut untold = round.next;
                untold.facts.fired_count = before.facts.fired_count;
                self.write_firing(waiting, fence, Vec::new(), vec![next(&untold)?]).await
            }
            written @ (Fenced::Written | Fenced::Elsewhere | Fenced::Lost) => Ok(written),
        }
    }

    fn made(&self, reminder: &Reminder, firing: Firing, now: Instant) -> Task {
        let personal = reminder.personal.clone();
        let personal = personal.map(|personal| TaskPersonal {
            title: personal.title,
            note: personal.note,
            outcome: String::new(),
        });
        Task { id: self.records.clock.id_of(now), revision: 1, update_time: now, facts: firing.task, personal }
    }

    async fn write_firing(
        &self,
        waiting: &Waiting,
        fence: Fence,
        claims: Vec<UniqueKey>,
        records: Vec<RecordChange>,
    ) -> Result<Fenced, Error> {
        let cause = Cause { kind: "clock", id: waiting.entity_id };
        self.write_fenced(&waiting.tenant_id, cause, fence, claims, records).await
    }
}

/// What comes of a reminder now; none when nothing is due.
fn round(before: &Reminder, now: Instant, working_days: &WorkingDays) -> Option<Round> {
    match before.step(now, working_days) {
        Ok(stepped) => stepped.map(|(next, firing)| Round { next, firing }),
        // It was allowed when it was written, so a day that no longer comes is all that can be: it ends.
        Err(error) => {
            tracing::error!(%error, id = %before.id, "a reminder's schedule has no answer; it ends");
            let mut next = Reminder { revision: before.revision + 1, ..before.clone() };
            next.facts.waiting = None;
            next.facts.state = ReminderState::Ended;
            Some(Round { next, firing: None })
        }
    }
}
