//! Firing what is due: one transaction.

use std::sync::Arc;

use clock::Instant;
use journal::{Cause, Fence, RecordChange, Refusal, UniqueKey, Write, WriteError};

use crate::domain::reminder::{Firing, Reminder, ReminderState};
use crate::domain::task::{Task, TaskPersonal};
use crate::error::Error;
use crate::store::waiting::Waiting;
use crate::store::{reminder, task};
use crate::{NAME, Service};

/// What became of something that is due.
pub(super) enum Fired {
    /// It was written.
    Written,
    /// Somebody else saw to it, or changed it: whatever waits now is met at the next look.
    Elsewhere,
    /// The occurrence has its task already. Nothing was written.
    Taken,
    /// Another has the part of the clock by now. Nothing was written.
    Fenced,
}

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
    pub(super) async fn fire(&self, waiting: &Waiting, fence: Fence) -> Result<Fired, Error> {
        let now = self.now().await?;
        if waiting.kind == task::KIND {
            self.tell_task(waiting, fence, now).await
        } else {
            self.fire_reminder(waiting, fence, now).await
        }
    }

    async fn tell_task(&self, waiting: &Waiting, fence: Fence, now: Instant) -> Result<Fired, Error> {
        let Some(row) = task::find(self.database(), &waiting.tenant, waiting.id).await? else {
            return Ok(Fired::Elsewhere);
        };
        let before = task::open(&self.records.keyring, &row).await?;
        let due = before.facts.waiting.filter(|due| due.time <= now);
        let Some(Ok(after)) = due.map(|due| before.tell(due, now)) else { return Ok(Fired::Elsewhere) };
        let key = task::key(&self.records.keyring, &row).await?;
        let change = task::change(&waiting.tenant, Some(&before), &after, key.as_ref(), self.records.clock.salt())?;
        self.write_firing(waiting, fence, Vec::new(), vec![change]).await
    }

    async fn fire_reminder(&self, waiting: &Waiting, fence: Fence, now: Instant) -> Result<Fired, Error> {
        let Some(row) = reminder::find(self.database(), &waiting.tenant, waiting.id).await? else {
            return Ok(Fired::Elsewhere);
        };
        let before = reminder::open(&self.records.keyring, &row).await?;
        let Some(round) = self.round(&before, now) else { return Ok(Fired::Elsewhere) };
        let key = reminder::key(&self.records.keyring, &row).await?;
        let salt = || self.records.clock.salt();
        let next = |next: &Reminder| reminder::change(&waiting.tenant, Some(&before), next, key.as_ref(), salt());
        let Some(firing) = round.firing else {
            return self.write_firing(waiting, fence, Vec::new(), vec![next(&round.next)?]).await;
        };
        let occurrence = task::occurrence_key(before.id, firing.due);
        let made = self.made(&before, firing, now);
        let made = task::change(&waiting.tenant, None, &made, key.as_ref(), salt())?;
        // The task comes first: it is what holds the key of the occurrence.
        let records = vec![made, next(&round.next)?];
        match self.write_firing(waiting, fence.clone(), vec![occurrence], records).await? {
            // From before the schedule was changed, and changed back: it is not told of again.
            Fired::Taken => {
                let mut untold = round.next;
                untold.facts.fired_count = before.facts.fired_count;
                self.write_firing(waiting, fence, Vec::new(), vec![next(&untold)?]).await
            }
            written @ (Fired::Written | Fired::Elsewhere | Fired::Fenced) => Ok(written),
        }
    }

    /// What comes of a reminder now; none when nothing is due.
    fn round(&self, before: &Reminder, now: Instant) -> Option<Round> {
        match before.step(now, &self.working_days) {
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
    ) -> Result<Fired, Error> {
        let write = Write {
            tenant: Arc::from(waiting.tenant.as_str()),
            actor: format!("service:{NAME}"),
            cause: Cause { kind: "clock", id: waiting.id },
            trace: Vec::new(),
            fence: Some(fence),
            request: None,
            claims,
            releases: Vec::new(),
            limits: Vec::new(),
            records,
        };
        match self.records.journal.write(write).await {
            Ok(_) => Ok(Fired::Written),
            Err(WriteError::Refused(Refusal::Fenced)) => Ok(Fired::Fenced),
            Err(WriteError::Refused(Refusal::Revision { .. })) => Ok(Fired::Elsewhere),
            Err(WriteError::Refused(Refusal::KeyTaken { .. })) => Ok(Fired::Taken),
            Err(error) => Err(error.into()),
        }
    }
}
