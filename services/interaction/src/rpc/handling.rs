//! What complaints and service cases have in common: they are given to somebody, and go from state to state until they are closed.

use clock::Instant;
use contracts::interaction::v1 as wire;
use conventions::fields::{Fields, refuse};
use conventions::problem::{INVALID_FIELDS, Problem};
use conventions::time::to_instant;
use conventions::violations::{Bilingual, Violations, Wording};
use journal::{ChangeKind, RequestClaim};
use prost_types::Timestamp;
use uuid::Uuid;

use super::draft::{Before, Draft, New, Written};
use super::target::{Change, id_of};
use crate::call::Call;
use crate::domain::activity::Activity;
use crate::domain::handling::{Handled, Handling, HandlingState, Priority, TransitionError, concluded, moved};
use crate::error::{Error, Objection};

/// Which record is meant, and how the call is made.
pub(super) struct Asked<'a> {
    pub id: &'a str,
    pub etag: &'a str,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

/// How a record is to be handled, as it was sent.
pub(super) struct Sent<'a> {
    pub priority: i32,
    pub due_time: Option<&'a Timestamp>,
    pub assignee: &'a str,
}

impl Call {
    /// Makes a record that is handled. Whom it is given to is let see it first.
    pub(super) async fn open<K: Handled + Written>(
        &self,
        sent: &K::Sent,
        (request, validate_only): (Option<RequestClaim>, bool),
    ) -> Result<K::Sent, Error> {
        let New { customer, classes, draft } = self.read_new::<K>(sent).await?;
        if let Some(assignee) = K::handling(&draft.1).assignee {
            self.let_in(customer.id, assignee, &format!("{}.assignee", K::FIELD), validate_only).await?;
        }
        self.make::<K>((&customer, classes), draft, Vec::new(), (request, validate_only)).await
    }

    /// Moves a record to another state, with what came of it where that is said.
    pub(super) async fn change_state<K: Handled + Written>(
        &self,
        asked: Asked<'_>,
        to: i32,
        outcome: &str,
    ) -> Result<K::Sent, Error> {
        let id = id_of(K::ID, asked.id)?;
        let to = state_of(to)?;
        let target = self.target::<K>(id, K::EDIT).await?;
        target.compare(asked.etag)?;
        let said = target.activity.changeable().map_err(|state| target.refused(state))?;
        if !outcome.is_empty() && !target.classes.contains(K::class(K::OUTCOME)) {
            return Err(Error::PermissionDenied);
        }
        let now = self.service.records.clock.now();
        let after = moved(&target.activity, said, to, outcome.trim(), now).map_err(|error| match error {
            TransitionError::Unreachable(state) => {
                Error::Objection(Objection::StateUnreachable { collection: K::COLLECTION, id, state })
            }
            TransitionError::Outcome(missing) => {
                let wording = Wording::new(missing.to_string(), missing.chinese());
                Problem::invalid_argument(INVALID_FIELDS, K::OUTCOME, wording).into()
            }
        })?;
        let Asked { request, validate_only, .. } = asked;
        self.change(&target, Change { after, kind: ChangeKind::Updated, request, validate_only }).await
    }

    /// Gives a record to a member of staff, who is let see it first; or to nobody.
    pub(super) async fn assign<K: Handled + Written>(
        &self,
        asked: Asked<'_>,
        assignee: &str,
    ) -> Result<K::Sent, Error> {
        let id = id_of(K::ID, asked.id)?;
        let target = self.target::<K>(id, K::EDIT).await?;
        target.compare(asked.etag)?;
        target.activity.changeable().map_err(|state| target.refused(state))?;
        let mut facts = target.activity.facts.clone();
        let handling = K::handling_mut(&mut facts.own);
        // The annotation of the field has checked its form.
        let assignee = Uuid::try_parse(assignee).ok();
        if handling.assignee == assignee {
            return self.unchanged(&target).await;
        }
        handling.assignee = assignee;
        let Asked { request, validate_only, .. } = asked;
        if let Some(assignee) = assignee {
            self.let_in(facts.customer, assignee, "assignee", validate_only).await?;
        }
        let after = Activity { facts, ..target.activity.clone() };
        self.change(&target, Change { after, kind: ChangeKind::Updated, request, validate_only }).await
    }
}

/// Reads how a record is handled: of one that is made, or of one that is corrected, whose state and assignee stay.
pub(super) fn read<K: Handled>(
    sent: &Sent<'_>,
    before: Before<'_, K>,
    violations: &mut Violations,
) -> Option<Handling> {
    let was = before.map(|((_, facts, _), _)| *K::handling(facts));
    let assignee = Uuid::try_parse(sent.assignee).ok();
    if let (Some(was), Some((_, mask))) = (was, before)
        && mask.contains("assignee")
        && assignee != was.assignee
    {
        violations.field("assignee", |violations| {
            violations.add("is changed by the call that assigns", "请通过指派接口更改");
        });
    }
    let mut fields = Fields { update: before, violations };
    let handling = |(_, facts, _): &Draft<K>| *K::handling(facts);
    let priority = fields.read("priority", |was| handling(was).priority, |_| Some(priority_of(sent.priority)));
    let due_time = fields.read(
        "due_time",
        |was| handling(was).due_time,
        |violations| match sent.due_time {
            None => Some(None),
            Some(time) => to_instant(time, violations).map(Some),
        },
    );
    let (priority, due_time) = (priority?, due_time?);
    Some(match was {
        None => Handling::open(priority, assignee, due_time),
        Some(was) => Handling { priority, due_time, ..was },
    })
}

/// Notes where a record is settled without saying what came of it.
pub(super) fn require_outcome<K: Handled>(draft: &(Instant, K::Facts, K::Personal), violations: &mut Violations) {
    let (_, facts, personal) = draft;
    if let Err(missing) = concluded::<K>(facts, personal) {
        violations.field(K::OUTCOME, |violations| refuse(violations, missing));
    }
}

fn state_of(sent: i32) -> Result<HandlingState, Error> {
    match wire::HandlingState::try_from(sent) {
        Ok(wire::HandlingState::Open) => Ok(HandlingState::Open),
        Ok(wire::HandlingState::InProgress) => Ok(HandlingState::InProgress),
        Ok(wire::HandlingState::Waiting) => Ok(HandlingState::Waiting),
        Ok(wire::HandlingState::Resolved) => Ok(HandlingState::Resolved),
        Ok(wire::HandlingState::Closed) => Ok(HandlingState::Closed),
        Ok(wire::HandlingState::Unspecified) | Err(_) => {
            let wording = Wording::new("required", "必填");
            Err(Problem::invalid_argument(INVALID_FIELDS, "handling_state", wording).into())
        }
    }
}

fn priority_of(sent: i32) -> Priority {
    match wire::Priority::try_from(sent) {
        Ok(wire::Priority::Low) => Priority::Low,
        Ok(wire::Priority::High) => Priority::High,
        Ok(wire::Priority::Urgent) => Priority::Urgent,
        // The annotation of the field refuses others.
        Ok(wire::Priority::Normal | wire::Priority::Unspecified) | Err(_) => Priority::Normal,
    }
}
