//! Simulate: what will be told of in a span of time.

use access::log::Act;
use access::{Action, ClassSet};
use clock::Instant;
use contracts::reminder::v1::{Occurrence, SimulateRequest, SimulateResponse};
use conventions::time;
use conventions::violations::{Violations, require};
use uuid::Uuid;

use crate::call::Call;
use crate::domain::due::Due;
use crate::domain::reminder::ReminderState;
use crate::error::Error;
use crate::rpc::fields::{reference, sent_id, sent_kind, sent_priority};
use crate::store::reminder::{self, Wanted};
use crate::store::{task, task_list, tenant};

/// How many occurrences are answered unless the caller says otherwise.
const DEFAULT_LIMIT: usize = 1_000;
/// The most occurrences of an answer.
const LARGEST_LIMIT: usize = 10_000;
/// The longest span, in microseconds: 3 years, leap days included.
const LONGEST_SPAN: i64 = 3 * 366 * 86_400_000_000;
/// Records that are read at once.
const PAGE: usize = 500;

/// A span of time: after one instant, until another.
#[derive(Clone, Copy)]
struct Span {
    after: Instant,
    until: Instant,
}

/// Occurrences in the order of time, no more than a limit.
struct Coming {
    limit: usize,
    occurrences: Vec<(Instant, Uuid, Occurrence)>,
    truncated: bool,
}

pub(super) async fn simulate(call: Call, request: SimulateRequest) -> Result<SimulateResponse, Error> {
    let scope = call.scope(Action::ViewTasks);
    if scope.grants().next().is_none() {
        return Err(Error::PermissionDenied);
    }
    let span = span(&request, call.service.now().await?)?;
    let limit = match usize::try_from(request.limit).unwrap_or_default() {
        0 => DEFAULT_LIMIT,
        limit => limit.min(LARGEST_LIMIT),
    };
    let mut coming = Coming { limit, occurrences: Vec::new(), truncated: false };
    call.simulate_reminders(&request, span, &mut coming).await?;
    call.simulate_tasks(&request, span, &mut coming).await?;
    coming.cut();
    let Coming { occurrences, truncated, .. } = coming;
    let records = occurrences.iter().map(|(_, id, _)| *id).collect();
    call.log(Act::List, reminder::KIND, records, ClassSet::only(access::DataClass::Fact)).await?;
    Ok(SimulateResponse {
        occurrences: occurrences.into_iter().map(|(_, _, occurrence)| occurrence).collect(),
        truncated,
    })
}

fn span(request: &SimulateRequest, now: Instant) -> Result<Span, Error> {
    let mut violations = Violations::default();
    let after = violations.field("from_time", |violations| match &request.from_time {
        None => Some(now),
        Some(from) => time::to_instant(from, violations),
    });
    let until = violations.field("to_time", |violations| {
        let until = time::to_instant(&request.to_time.unwrap_or_default(), violations)?;
        let after = after?;
        if until <= after || until > after.plus_micros(LONGEST_SPAN) {
            violations.add("must be later than from_time, by at most 3 years", "须晚于 from_time，且相差不超过 3 年");
            return None;
        }
        Some(until)
    });
    let (after, until) = require(violations, after.zip(until))?;
    Ok(Span { after, until })
}

impl Call {
    async fn simulate_reminders(
        &self,
        request: &SimulateRequest,
        span: Span,
        coming: &mut Coming,
    ) -> Result<(), Error> {
        let scope = (&self.caller, self.scope(Action::ViewTasks));
        let wanted =
            Wanted { assignee: reference(&request.assignee), state: Some(ReminderState::Active), customer: None };
        let working_days = tenant::working_days(self.service.database(), self.tenant()).await?;
        let mut after = Uuid::nil();
        loop {
            let rows = reminder::list(self.service.database(), self.tenant(), scope, wanted, after, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.reminder_id;
            for row in &rows {
                let facts = match row.important_date_id {
                    None => reminder::facts(row)?,
                    // Its schedule is sealed.
                    Some(_) => reminder::open(&self.service.records.keyring, row).await?.facts,
                };
                let until = coming.until(span.until);
                let occasions = facts.simulate(span.after, until, coming.limit + 1, &working_days)?;
                coming.add(occasions.into_iter().map(|occasion| {
                    let occurrence = Occurrence {
                        reminder_id: row.reminder_id.to_string(),
                        customer: sent_id(facts.customer),
                        assignee: sent_id(facts.assignee),
                        kind: sent_kind(facts.kind),
                        priority: sent_priority(facts.priority),
                        ..occurrence(occasion.due)
                    };
                    (occasion.due.time, row.reminder_id, occurrence)
                }));
            }
        }
    }

    async fn simulate_tasks(&self, request: &SimulateRequest, span: Span, coming: &mut Coming) -> Result<(), Error> {
        let scope = (&self.caller, self.scope(Action::ViewTasks));
        let wanted = task_list::Waits { assignee: reference(&request.assignee), after: span.after };
        let mut cursor = None;
        loop {
            let until = coming.until(span.until);
            let rows =
                task_list::waiting(self.service.database(), self.tenant(), scope, wanted, until, cursor, PAGE).await?;
            let Some((last_time, last)) = rows.last().map(|(time, row)| (*time, row.task_id)) else { return Ok(()) };
            cursor = Some(task_list::Cursor { due_time: last_time, id: last });
            for (_, row) in &rows {
                let facts = task::facts(row)?;
                coming.add(facts.waiting.into_iter().map(|due| {
                    let occurrence = Occurrence {
                        task_id: row.task_id.to_string(),
                        customer: sent_id(facts.customer),
                        assignee: sent_id(facts.assignee),
                        kind: sent_kind(facts.kind),
                        priority: sent_priority(facts.priority),
                        ..occurrence(due)
                    };
                    (due.time, row.task_id, occurrence)
                }));
            }
        }
    }
}

impl Coming {
    fn add(&mut self, occurrences: impl Iterator<Item = (Instant, Uuid, Occurrence)>) {
        self.occurrences.extend(occurrences);
        // Sorted now and then: an answer is put together of many records, and kept small all the time.
        if self.occurrences.len() > 2 * self.limit {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.occurrences.sort_by_key(|(time, id, _)| (*time, *id));
        self.truncated |= self.occurrences.len() > self.limit;
        self.occurrences.truncate(self.limit);
    }

    /// Until when something may still come before the last that the limit lets through.
    fn until(&self, until: Instant) -> Instant {
        let last = self.occurrences.get(self.limit.saturating_sub(1)).filter(|_| self.truncated);
        last.map_or(until, |(last, _, _)| until.min(*last))
    }
}

fn occurrence(due: Due) -> Occurrence {
    Occurrence {
        occurrence_time: Some(time::to_timestamp(due.time)),
        occurrence: due.local.to_string(),
        ..Occurrence::default()
    }
}
