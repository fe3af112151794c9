//! A task as it was sent.

use clock::Instant;
use contracts::reminder::v1::Task as Sent;
use conventions::fields::Fields;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};

use crate::call::Call;
use crate::domain::task::{Task, TaskFacts, TaskPersonal, TaskState};
use crate::domain::zone::Zone;
use crate::error::Error;
use crate::rpc::fields::{kind, local_time, note, priority, reference, staff, title, unchanged, zone};

impl Call {
    /// What is said of a task that is created, or was before and is updated by a mask.
    pub(super) async fn read_task(
        &self,
        sent: &Sent,
        update: Option<(&Task, &UpdateMask)>,
        create_time: Instant,
    ) -> Result<(TaskFacts, TaskPersonal), Error> {
        let of_tenant = self.default_zone(&sent.zone).await?;
        let caller = self.caller.staff.as_ref().map(|staff| staff.id);
        let mut violations = Violations::default();
        let read = violations.field("task", |violations| {
            let fields = Fields { update, violations };
            read(sent, &of_tenant, fields, create_time)
        });
        let (mut facts, personal) = require(violations, read)?;
        facts.assignee = match update {
            Some((before, _)) => before.facts.assignee,
            None => facts.assignee.or(caller),
        };
        Ok((facts, personal))
    }
}

fn read(
    sent: &Sent,
    of_tenant: &Zone,
    mut fields: Fields<'_, Task>,
    create_time: Instant,
) -> Option<(TaskFacts, TaskPersonal)> {
    let before = fields.update.map(|(before, _)| before);
    let facts_before = before.map(|task| &task.facts);
    let personal = |task: &Task| task.personal.clone().unwrap_or_default();
    let kind = fields.read(
        "kind",
        |task| task.facts.kind,
        |v| unchanged(kind(sent.kind), facts_before.map(|facts| facts.kind), v),
    );
    let customer = fields.read(
        "customer",
        |task| task.facts.customer,
        |v| unchanged(reference(&sent.customer), facts_before.map(|facts| facts.customer), v),
    );
    let assignee = fields.read(
        "assignee",
        |task| task.facts.assignee,
        |v| unchanged(reference(&sent.assignee), facts_before.map(|facts| facts.assignee), v),
    );
    let title = fields.read("title", |task| personal(task).title, |v| title(&sent.title, v));
    let note = fields.read("note", |task| personal(task).note, |v| note(&sent.note, v));
    let due = fields.read("due", |task| task.facts.due, |v| local_time(&sent.due, v));
    let zone = fields.read("zone", |task| task.facts.zone.clone(), |v| zone(&sent.zone, of_tenant, v));
    let lead_minutes =
        fields.read("lead_minutes", |task| task.facts.lead_minutes, |_| u32::try_from(sent.lead_minutes).ok());
    let priority = fields.read("priority", |task| task.facts.priority, |_| Some(priority(sent.priority)));
    let watchers = fields.read("watchers", |task| task.facts.watchers.clone(), |v| staff(&sent.watchers, v));
    let facts = TaskFacts {
        kind: kind?,
        customer: customer?,
        due: due?,
        zone: zone?,
        lead_minutes: lead_minutes?,
        priority: priority?,
        assignee: assignee?,
        watchers: watchers?,
        state: TaskState::Open,
        waiting: None,
        told: None,
        origin: facts_before.and_then(|facts| facts.origin),
        step: facts_before.and_then(|facts| facts.step),
        upkeep: facts_before.and_then(|facts| facts.upkeep.clone()),
        close_time: None,
        create_time,
    };
    let outcome = before.map(|task| personal(task).outcome).unwrap_or_default();
    Some((facts, TaskPersonal { title: title?, note: note?, outcome }))
}
