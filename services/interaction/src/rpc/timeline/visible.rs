//! Which kinds of a customer's records a caller may see.

use access::{Action, ClassSet};
use contracts::interaction::v1::TimelineKind;
use customers::Customer;

use crate::call::Call;
use crate::domain::activity::Kind;
use crate::domain::complaint::Complaint;
use crate::domain::feedback::Feedback;
use crate::domain::interaction::Interaction;
use crate::domain::service_case::ServiceCase;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::rpc::target::Resource;

/// What the access log calls a timeline.
pub(super) const TIMELINE: &str = "timeline";

/// The kinds, by what they are called in the contract and in the table, and what one needs to be allowed to read them.
const KINDS: [(TimelineKind, &str, Action); 5] = [
    (TimelineKind::Interaction, Interaction::NAME, Interaction::VIEW),
    (TimelineKind::Transaction, Transaction::NAME, Transaction::VIEW),
    (TimelineKind::Feedback, Feedback::NAME, Feedback::VIEW),
    (TimelineKind::Complaint, Complaint::NAME, Complaint::VIEW),
    (TimelineKind::ServiceCase, ServiceCase::NAME, ServiceCase::VIEW),
];

/// A kind that the caller may read, with the classes that come with it.
pub(super) type Visible = (&'static str, ClassSet);

/// What a kind is called in the contract.
pub(super) fn contract_kind(name: &str) -> TimelineKind {
    let kind = KINDS.iter().find(|(_, known, _)| *known == name);
    kind.map_or(TimelineKind::Unspecified, |(kind, ..)| *kind)
}

/// The customer, and the kinds of its records that were asked for (all when none) and that the caller may read: at least one.
pub(super) async fn visible(call: &Call, customer: &str, asked: &[i32]) -> Result<(Customer, Vec<Visible>), Error> {
    let is_asked = |kind: TimelineKind| asked.is_empty() || asked.contains(&kind.into());
    let mut visible = Vec::new();
    let mut found = Err::<Customer, _>(Error::PermissionDenied);
    for (kind, name, action) in KINDS {
        // What the roles allow of no customer needs no customer to be refused.
        if !is_asked(kind) || call.scope(action).grants().next().is_none() {
            continue;
        }
        // Whoever was found is not looked for again; a refusal is confirmed.
        let known = found.as_ref().ok().and_then(|found| call.allow(action, found.relations(&call.caller)).ok());
        if let Some(classes) = known {
            visible.push((name, classes));
            continue;
        }
        match call.customer(customer, action).await {
            Ok((customer, classes)) => {
                visible.push((name, classes));
                found = Ok(customer);
            }
            Err(error) if visible.is_empty() => found = Err(error),
            Err(_) => {}
        }
    }
    Ok((found?, visible))
}
