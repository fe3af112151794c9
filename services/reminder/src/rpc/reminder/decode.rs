//! A reminder as it was sent.

use clock::Instant;
use contracts::reminder::v1::{self as wire, Reminder as Sent};
use conventions::fields::{Fields, ok};
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};

use super::schedule;
use crate::call::Call;
use crate::domain::missed::Missed;
use crate::domain::reminder::{Reminder, ReminderFacts, ReminderPersonal, ReminderState};
use crate::domain::zone::Zone;
use crate::error::Error;
use crate::rpc::fields::{kind, note, priority, reference, title, unchanged, zone};
use crate::store::tenant;

impl Call {
    /// What is said of a reminder that is created, or was before and is updated by a mask. It counts from `now` on where its schedule is
    /// another than before.
    pub(super) async fn read_reminder(
        &self,
        sent: &Sent,
        update: Option<(&Reminder, &UpdateMask)>,
        now: Instant,
    ) -> Result<(ReminderFacts, ReminderPersonal), Error> {
        let of_tenant = self.default_zone(&sent.zone).await?;
        let caller = self.caller.staff.as_ref().map(|staff| staff.id);
        let working_days = tenant::working_days(self.service.database(), self.tenant()).await?;
        let mut violations = Violations::default();
        let read = violations.field("reminder", |violations| {
            let (mut facts, personal) = read(sent, &of_tenant, Fields { update, violations }, now)?;
            let before = update.map(|(before, _)| &before.facts);
            if before.is_none() {
                facts.assignee = facts.assignee.or(caller);
            }
            let same = |before: &&ReminderFacts| {
                (&before.schedule, &before.zone, before.paused) == (&facts.schedule, &facts.zone, facts.paused)
            };
            match before.filter(same) {
                Some(before) => {
                    facts.waiting = before.waiting;
                    facts.merged = before.merged;
                    facts.state = before.state;
                }
                None => {
                    violations.field("schedule", |violations| ok(facts.count_from(now, &working_days), violations))?
                }
            }
            Some((facts, personal))
        });
        Ok(require(violations, read)?)
    }
}

fn read(
    sent: &Sent,
    of_tenant: &Zone,
    mut fields: Fields<'_, Reminder>,
    now: Instant,
) -> Option<(ReminderFacts, ReminderPersonal)> {
    let before = fields.update.map(|(before, _)| &before.facts);
    let personal = |reminder: &Reminder| reminder.personal.clone().unwrap_or_default();
    let kind = fields.read("kind", |old| old.facts.kind, |v| unchanged(kind(sent.kind), before.map(|old| old.kind), v));
    let customer = fields.read(
        "customer",
        |old| old.facts.customer,
        |v| unchanged(reference(&sent.customer), before.map(|old| old.customer), v),
    );
    let title = fields.read("title", |old| personal(old).title, |v| title(&sent.title, v));
    let note = fields.read("note", |old| personal(old).note, |v| note(&sent.note, v));
    let schedule =
        fields.read("schedule", |old| old.facts.schedule.clone(), |v| schedule::read(sent.schedule.as_ref(), v));
    let zone = fields.read("zone", |old| old.facts.zone.clone(), |v| zone(&sent.zone, of_tenant, v));
    let skip_after = fields.read(
        "skip_after_minutes",
        |old| match old.facts.missed {
            Missed::Skip { after_minutes } => after_minutes,
            Missed::FireLate | Missed::Merge => 0,
        },
        |_| u32::try_from(sent.skip_after_minutes).ok(),
    );
    let sent_missed =
        fields.read("missed", |old| super::encode::sent_missed(old.facts.missed).0, |_| Some(sent.missed));
    let missed = missed(sent_missed?, skip_after?, fields.violations);
    let priority = fields.read("priority", |old| old.facts.priority, |_| Some(priority(sent.priority)));
    let assignee = fields.read("assignee", |old| old.facts.assignee, |_| Some(reference(&sent.assignee)));
    let paused = fields.read("paused", |old| old.facts.paused, |_| Some(sent.paused));
    let facts = ReminderFacts {
        kind: kind?,
        customer: customer?,
        schedule: schedule?,
        zone: zone?,
        missed: missed?,
        priority: priority?,
        assignee: assignee?,
        paused: paused?,
        state: ReminderState::Active,
        waiting: None,
        merged: 0,
        fired_count: before.map_or(0, |old| old.fired_count),
        skipped_count: before.map_or(0, |old| old.skipped_count),
        create_time: before.map_or(now, |old| old.create_time),
        important_date: before.and_then(|old| old.important_date),
        tenant_zone: before.and_then(|old| old.tenant_zone.clone()),
    };
    let personal = ReminderPersonal { title: title?, note: note?, schedule: None };
    if let Some((before, _)) = fields.update.filter(|(before, _)| before.facts.important_date.is_some()) {
        refuse_other_than_followed(before, &facts, &personal, fields.violations);
    }
    Some((facts, personal))
}

/// Of a reminder that follows a day of its customer, what it follows is changed there.
fn refuse_other_than_followed(
    before: &Reminder,
    facts: &ReminderFacts,
    personal: &ReminderPersonal,
    violations: &mut Violations,
) {
    let has_title = before.personal.as_ref().is_some_and(|before| before.title == personal.title);
    for (field, is_followed) in [
        ("title", has_title),
        ("assignee", before.facts.assignee == facts.assignee),
        ("schedule", before.facts.schedule.is_for_same_day(&facts.schedule)),
    ] {
        if !is_followed {
            violations.field(field, |violations| {
                violations.add(
                    "follows the customer: change its important date, or its owner",
                    "随客户的重要日期与负责人而定，请在客户上修改",
                );
            });
        }
    }
}

fn missed(sent: i32, skip_after_minutes: u32, violations: &mut Violations) -> Option<Missed> {
    match wire::Missed::try_from(sent) {
        Ok(wire::Missed::Skip) if skip_after_minutes == 0 => {
            violations.field("skip_after_minutes", |violations| {
                violations.add("must be at least 1 with MISSED_SKIP", "使用 MISSED_SKIP 时须至少为 1");
            });
            None
        }
        Ok(wire::Missed::Skip) => Some(Missed::Skip { after_minutes: skip_after_minutes }),
        Ok(wire::Missed::Merge) => Some(Missed::Merge),
        Ok(wire::Missed::FireLate | wire::Missed::Unspecified) | Err(_) => Some(Missed::FireLate),
    }
}
