//! When a customer counts as dormant, and the one task of each spell.

use clock::Instant;
use expression::Filter;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::acquaintance::Acquaintance;
use super::due::Due;
use super::period::{MORNING, Period, PeriodUnit};
use super::schedule::ScheduleError;
use super::task::{Priority, Task, TaskState};
use super::upkeep::{Release, RuleKind, Step, Upkeep};
use super::zone::Zone;

/// The number of the form in which [`DormancyFacts`] are stored.
pub const SCHEMA: i64 = 1;
/// The most rules of a tenant.
pub const MOST_RULES: i64 = 50;
/// Why a task is withdrawn.
const SPOKEN_TO: &str = "已有新的联系 There was contact again";
const NOBODY: &str = "客户不再有人负责 Nobody is responsible any more";
const RELEASED: &str = "客户已释放到公海 The customer was given to the pool";

/// A rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DormancyRule {
    /// The id.
    pub id: Uuid,
    /// From 1, without gaps; 0 for the rule of the beginning as long as nobody has written it.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What it says; it names no person.
    pub facts: DormancyFacts,
}

/// What a rule says. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DormancyFacts {
    /// What it is called.
    pub title: String,
    /// Which customers it is about; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
    /// How long without interaction.
    pub quiet: Period,
    /// Who gets the tasks; none for the owner of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Uuid>,
    /// Who gets the task of a customer without an owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Uuid>,
    /// How long after that the customer is given to the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_after: Option<Period>,
    /// How much its tasks press.
    pub priority: Priority,
    /// Whether it rests.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// Whether it was deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// When it was created; none as long as nobody has written it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_time: Option<Instant>,
}

/// The rule is deleted, so nothing can happen to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the rule is deleted")]
pub struct Deleted;

/// A rule that is in use, its filter read.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The rule.
    pub rule: DormancyRule,
    /// Which customers it is about.
    pub filter: Filter,
}

/// What becomes of a customer's spell.
#[derive(Clone, Debug)]
pub struct Spell {
    /// What becomes of its task.
    pub step: Step,
    /// Whether the customer is to be given to the pool now, under the name of this task.
    pub release: Option<Task>,
    /// When to look again, if nothing happens before.
    pub next_look: Option<Instant>,
}

impl DormancyFacts {
    /// The rule with which every tenant begins: no interaction for six months.
    pub fn of_beginning() -> Self {
        Self {
            title: "六个月未联系 No contact for 6 months".to_owned(),
            filter: String::new(),
            quiet: Period { count: 6, unit: PeriodUnit::Month },
            assignee: None,
            fallback: None,
            release_after: None,
            priority: Priority::Normal,
            paused: false,
            deleted: false,
            create_time: None,
        }
    }

    /// Whom it names to get tasks: in place of the owners of customers, or for those without one.
    pub fn named(&self) -> Option<Uuid> {
        self.assignee.or(self.fallback)
    }

    /// Who gets the task of a customer; nobody, where it is not met.
    pub fn who(&self, customer: &Acquaintance) -> Option<Uuid> {
        self.assignee.or(customer.owner).or(self.fallback)
    }
}

impl DormancyRule {
    /// The next revision.
    ///
    /// # Errors
    /// It is deleted.
    pub fn next_revision(&self) -> Result<Self, Deleted> {
        if self.facts.deleted { Err(Deleted) } else { Ok(Self { revision: self.revision + 1, ..self.clone() }) }
    }

    /// Another is named where somebody was.
    ///
    /// # Errors
    /// It is deleted.
    pub fn hand_over(&self, named: Option<Uuid>) -> Result<Self, Deleted> {
        let mut next = self.next_revision()?;
        let place = if self.facts.assignee.is_some() { &mut next.facts.assignee } else { &mut next.facts.fallback };
        *place = named;
        Ok(next)
    }
}

impl Ready {
    /// Whether it is about a customer, and somebody would get the task.
    pub fn is_about(&self, customer: &Acquaintance) -> bool {
        customer.active && self.rule.facts.who(customer).is_some() && customer.matches(&self.filter)
    }

    fn due(&self, customer: &Acquaintance, zone: &Zone) -> Result<Due, ScheduleError> {
        self.rule.facts.quiet.morning_after(customer.last_contact(), zone)
    }
}

/// The first instant at which a last contact is too late to count as dormant now: all before it does.
///
/// # Errors
/// It leaves the calendar.
pub fn quiet_before(quiet: Period, zone: &Zone, now: Instant) -> Result<Instant, ScheduleError> {
    let local = zone.time_zone().to_datetime(now.into());
    let told = |day: Date| if local.time() < MORNING { day.yesterday() } else { Ok(day) };
    let out_of_range = |_| ScheduleError(calendar::Error::OutOfRange);
    let today = told(local.date()).map_err(out_of_range)?;
    let count = i64::from(quiet.count);
    let back = match quiet.unit {
        PeriodUnit::Day => count.days(),
        PeriodUnit::Week => count.weeks(),
        PeriodUnit::Month => count.months(),
    };
    let mut day = today.checked_sub(back).map_err(out_of_range)?;
    // From the last days of a long month it ends on the same day.
    while quiet.after(day)? <= today {
        day = day.tomorrow().map_err(out_of_range)?;
    }
    Ok(Due::at(day.to_datetime(jiff::civil::Time::midnight()), zone)?.time)
}

/// What becomes of the spell of a customer by these rules; `latest` is the open task, else the last.
///
/// # Errors
/// A time leaves the calendar.
pub fn step(
    rules: &[Ready],
    customer: &Acquaintance,
    latest: Option<&Task>,
    zone: &Zone,
    now: Instant,
) -> Result<Spell, ScheduleError> {
    let mut spell = Spell { step: Step::Keep, release: None, next_look: None };
    let latest = latest.and_then(|task| Some((task, task.upkeep()?)));
    if !customer.active {
        if let Some((task, (upkeep, true))) = latest {
            spell.step = Step::Change(task.withdrawn(upkeep, NOBODY, now));
        }
        return Ok(spell);
    }
    let met = first(rules, customer, zone)?;
    let is_dormant = met.is_some_and(|(_, due)| due.time <= now);
    match latest {
        Some((task, (upkeep, true))) => {
            if customer.last_contact() > upkeep.since && !is_dormant {
                spell.step = Step::Change(task.withdrawn(upkeep, SPOKEN_TO, now));
                spell.next_look = met.map(|(_, due)| due.time);
                return Ok(spell);
            }
            let rule = rules.iter().find(|ready| ready.rule.id == upkeep.rule);
            let who = rule.map_or(customer.owner, |ready| ready.rule.facts.who(customer));
            if who.is_none() {
                spell.step = Step::Change(task.withdrawn(upkeep, NOBODY, now));
                return Ok(spell);
            }
            // Contact that was logged late, and so long ago that the spell goes on: it is that of this contact, and has this task.
            if let Some((ready, due)) = met.filter(|_| customer.last_contact() > upkeep.since) {
                let (since, rule) = (customer.last_contact(), ready.rule.id);
                let counted = Upkeep { since, rule, due: due.local, zone: Some(zone.clone()), ..upkeep.clone() };
                spell.look_for_release(Some(ready), customer, task, &counted, zone, now)?;
                spell.step = Step::Change(task.by_rule(counted));
                return Ok(spell);
            }
            let followed = Upkeep { assignee: who, zone: Some(zone.clone()), ..upkeep.clone() };
            spell.step = task.in_step(upkeep, &followed)?.map_or(Step::Keep, Step::Change);
            spell.look_for_release(rule, customer, task, upkeep, zone, now)?;
        }
        // This spell had its task.
        Some((task, (upkeep, false))) if upkeep.since == customer.last_contact() => {
            let comes_back = upkeep.withdrawn && upkeep.release.is_none() && task.facts.state == TaskState::Cancelled;
            match met.filter(|_| comes_back) {
                Some((ready, due)) if due.time <= now => {
                    let upkeep_now = Upkeep {
                        rule: ready.rule.id,
                        assignee: ready.rule.facts.who(customer),
                        zone: Some(zone.clone()),
                        withdrawn: false,
                        ..upkeep.clone()
                    };
                    spell.step = task.in_step(upkeep, &upkeep_now)?.map_or(Step::Keep, Step::Change);
                }
                Some((_, due)) => spell.next_look = Some(due.time),
                None => {
                    let rule = rules.iter().find(|ready| ready.rule.id == upkeep.rule);
                    spell.look_for_release(rule, customer, task, upkeep, zone, now)?;
                }
            }
        }
        Some(_) | None => {
            let Some((ready, due)) = met else { return Ok(spell) };
            // As long as it is not sure that all interactions are known, nobody is told that there were none.
            let time = due.time.max(customer.settled);
            if time > now {
                spell.next_look = Some(time);
                return Ok(spell);
            }
            let upkeep = Upkeep {
                by: RuleKind::Dormancy,
                rule: ready.rule.id,
                since: customer.last_contact(),
                ended: None,
                due: due.local,
                zone: Some(zone.clone()),
                assignee: ready.rule.facts.who(customer),
                withdrawn: false,
                release: None,
            };
            spell.next_look = release_time(ready, &upkeep, zone)?.map(|release| release.max(now));
            spell.step = Step::Begin(upkeep.task(customer, ready.rule.facts.priority, zone, now)?);
        }
    }
    Ok(spell)
}

impl Spell {
    /// Whether, and else when, the customer is to be given to the pool.
    fn look_for_release(
        &mut self,
        rule: Option<&Ready>,
        customer: &Acquaintance,
        task: &Task,
        upkeep: &Upkeep,
        zone: &Zone,
        now: Instant,
    ) -> Result<(), ScheduleError> {
        let is_to_come = upkeep.release.is_none() && customer.owner.is_some();
        let Some(ready) = rule.filter(|_| is_to_come) else { return Ok(()) };
        match release_time(ready, upkeep, zone)? {
            Some(time) if time <= now => self.release = Some(task.clone()),
            time => self.next_look = time,
        }
        Ok(())
    }
}

/// The task, once its customer was given to the pool, or this was refused.
pub fn released(task: &Task, refusal: String, now: Instant) -> Option<Task> {
    let (upkeep, is_open) = task.upkeep()?;
    let is_refused = !refusal.is_empty();
    let upkeep = Upkeep { release: Some(Release { time: now, refusal }), ..upkeep.clone() };
    Some(if is_open && !is_refused { task.withdrawn(&upkeep, RELEASED, now) } else { task.by_rule(upkeep) })
}

/// When the customer of a spell is given to the pool.
fn release_time(ready: &Ready, upkeep: &Upkeep, zone: &Zone) -> Result<Option<Instant>, ScheduleError> {
    let due = Due::at(upkeep.due, zone)?.time;
    ready.rule.facts.release_after.map(|after| Ok(after.morning_after(due, zone)?.time)).transpose()
}

/// The rule that meets a customer first, and when.
fn first<'a>(
    rules: &'a [Ready],
    customer: &Acquaintance,
    zone: &Zone,
) -> Result<Option<(&'a Ready, Due)>, ScheduleError> {
    let about = rules.iter().filter(|ready| ready.is_about(customer));
    let met = about.map(|ready| Ok((ready, ready.due(customer, zone)?))).collect::<Result<Vec<_>, ScheduleError>>()?;
    Ok(met.into_iter().min_by_key(|(ready, due)| (due.time, ready.rule.id)))
}

#[cfg(test)]
#[path = "dormancy/tests.rs"]
mod tests;
