//! The next step that an interaction names, and the task that stays in step with it.

use clock::Instant;
use uuid::Uuid;

use super::due::Due;
use super::schedule::ScheduleError;
use super::task::{Priority, Step, Task, TaskFacts, TaskKind, TaskState};
use super::zone::Zone;

/// What such a task is called. What is to be done stands in the interaction.
pub const TITLE: &str = "下一步 Next step";

/// What a revision of an interaction says of its next step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NextStep {
    /// The interaction.
    pub interaction: Uuid,
    /// Its revision.
    pub revision: i64,
    /// The customer.
    pub customer: Uuid,
    /// Who logged it.
    pub author: Option<Uuid>,
    /// When the step is due; none when there is none, or the interaction is not live.
    pub due: Option<Instant>,
}

impl NextStep {
    /// The task that it begins with, told of when it is due.
    ///
    /// # Errors
    /// The time leaves the calendar.
    pub fn task(
        &self,
        due: Instant,
        zone: &Zone,
        assignee: Option<Uuid>,
        now: Instant,
    ) -> Result<TaskFacts, ScheduleError> {
        let mut facts = TaskFacts {
            kind: TaskKind::NextContact,
            customer: Some(self.customer),
            due: Due::of(due, zone).local,
            zone: zone.clone(),
            lead_minutes: 0,
            priority: Priority::Normal,
            assignee,
            watchers: Vec::new(),
            state: TaskState::Open,
            waiting: None,
            told: None,
            origin: None,
            step: Some(Step {
                interaction: self.interaction,
                revision: self.revision,
                due: Some(due),
                withdrawn: false,
            }),
            upkeep: None,
            close_time: None,
            create_time: now,
        };
        facts.waiting = Some(facts.first_notice()?);
        Ok(facts)
    }

    /// The revision that brings its task in step; none where the task stays as it is: what a person ended stays ended, and what a person
    /// put at another time stays there until the interaction gives another.
    ///
    /// # Errors
    /// The time leaves the calendar.
    pub fn bring_in_step(&self, task: &Task, now: Instant) -> Result<Option<Task>, ScheduleError> {
        let Some(step) = task.facts.step.filter(|step| step.revision < self.revision) else { return Ok(None) };
        let mut next = Task { revision: task.revision + 1, ..task.clone() };
        next.facts.told = None;
        let (due, withdrawn) = (self.due.or(step.due), self.due.is_none());
        next.facts.step = Some(Step { revision: self.revision, due, withdrawn, ..step });
        let given = step.due.map_or_else(|| task.facts.due_time(), Ok)?;
        match (task.facts.state, self.due) {
            (TaskState::Open, Some(due)) if due == given => return Ok(None),
            (TaskState::Open, Some(due)) => next.facts.come_due(due)?,
            (TaskState::Cancelled, Some(due)) if step.withdrawn => {
                next.facts.come_due(due)?;
                next.facts.state = TaskState::Open;
                next.facts.close_time = None;
            }
            (TaskState::Open, None) => {
                next.facts.state = TaskState::Cancelled;
                next.facts.waiting = None;
                next.facts.close_time = Some(now);
            }
            (TaskState::Completed | TaskState::Cancelled | TaskState::Erased, _) => return Ok(None),
        }
        Ok(Some(next))
    }
}

impl TaskFacts {
    /// Due at another time, and told of then.
    fn come_due(&mut self, due: Instant) -> Result<(), ScheduleError> {
        self.due = Due::of(due, &self.zone).local;
        self.waiting = Some(self.first_notice()?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000_000;

    fn step(revision: i64, hours: Option<i64>) -> NextStep {
        let due = hours.map(|hours| Instant::from_micros(hours * HOUR));
        NextStep { interaction: Uuid::from_u128(1), revision, customer: Uuid::from_u128(2), author: None, due }
    }

    fn task() -> Task {
        let now = Instant::default();
        let facts = step(1, Some(9)).task(Instant::from_micros(9 * HOUR), &Zone::utc(), None, now).unwrap();
        Task { id: Uuid::from_u128(3), revision: 1, update_time: now, facts, personal: None }
    }

    #[test]
    fn an_open_task_follows_the_step_is_cancelled_with_it_and_comes_back_with_it() {
        let now = Instant::default();
        assert_eq!(step(1, Some(10)).bring_in_step(&task(), now), Ok(None), "nothing new");
        assert_eq!(step(2, Some(9)).bring_in_step(&task(), now), Ok(None), "the same time");
        let moved = step(2, Some(10)).bring_in_step(&task(), now).unwrap().unwrap();
        assert_eq!(moved.facts.due_time().unwrap(), Instant::from_micros(10 * HOUR));
        assert_eq!(moved.facts.waiting.unwrap().time, Instant::from_micros(10 * HOUR));
        let gone = step(3, None).bring_in_step(&moved, now).unwrap().unwrap();
        assert_eq!((gone.facts.state, gone.facts.waiting), (TaskState::Cancelled, None));
        assert_eq!(step(2, Some(10)).bring_in_step(&gone, now), Ok(None), "older");
        let back = step(4, Some(11)).bring_in_step(&gone, now).unwrap().unwrap();
        assert_eq!((back.facts.state, back.facts.close_time), (TaskState::Open, None));
    }

    #[test]
    fn what_a_person_put_at_another_time_stays_there_until_the_interaction_gives_another() {
        let now = Instant::default();
        let mut moved = task();
        moved.facts.come_due(Instant::from_micros(20 * HOUR)).unwrap();
        assert_eq!(step(2, Some(9)).bring_in_step(&moved, now), Ok(None));
        let given = step(3, Some(12)).bring_in_step(&moved, now).unwrap().unwrap();
        assert_eq!(given.facts.due_time().unwrap(), Instant::from_micros(12 * HOUR));
    }

    #[test]
    fn what_a_person_ended_stays_ended() {
        let now = Instant::default();
        for state in [TaskState::Completed, TaskState::Cancelled] {
            let closed = task().close(state, String::new(), now).unwrap();
            assert_eq!(step(2, Some(10)).bring_in_step(&closed, now), Ok(None));
            assert_eq!(step(2, None).bring_in_step(&closed, now), Ok(None));
        }
    }
}
