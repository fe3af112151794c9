//! Where somebody outside is told of what becomes due, and what can happen to it.

use clock::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::task::{TaskFacts, TaskKind};

/// The number of the form in which [`EndpointFacts`] and [`EndpointPersonal`] are stored.
pub const SCHEMA: i64 = 1;
/// The most endpoints of a tenant.
pub const MOST_ENDPOINTS: i64 = 200;
/// How long the secret before the present one signs too, in microseconds: a day.
const CHANGE_OVER: i64 = 86_400_000_000;

/// An endpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Endpoint {
    /// The id.
    pub id: Uuid,
    /// From 1, without gaps.
    pub revision: i64,
    /// When this revision was recorded.
    pub update_time: Instant,
    /// What names no person.
    pub facts: EndpointFacts,
    /// The rest.
    pub personal: Option<EndpointPersonal>,
}

/// What of an endpoint names no person. Stored as JSON; what is empty is left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct EndpointFacts {
    /// How it is told.
    pub channel: Channel,
    /// Of which kinds of tasks it is told; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<TaskKind>,
    /// Whose tasks it is told of; none for everybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<Uuid>,
    /// Whether the title of the task goes out too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_title: bool,
    /// How often a notice may arrive.
    #[serde(default)]
    pub guarantee: Guarantee,
    /// Whether it was deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// The revision that brought the secret; its answer alone has it.
    pub secret_revision: i64,
    /// Until when the secret before signs too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_secret_end: Option<Instant>,
    /// When it was created.
    pub create_time: Instant,
}

/// What of an endpoint is not for everybody's eyes. Stored as sealed JSON.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct EndpointPersonal {
    /// What it is called.
    pub title: String,
    /// The URL or the e-mail address.
    pub address: String,
    /// What signs; empty for an e-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secret: String,
    /// What signed before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub previous_secret: String,
}

/// How somebody is told. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A URL is POSTed to.
    Webhook,
    /// A mail is sent.
    Email,
}

/// How often a notice may arrive. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Guarantee {
    /// Once or more often.
    #[default]
    AtLeastOnce,
    /// Once or never.
    AtMostOnce,
}

/// The endpoint is deleted, so nothing can happen to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the endpoint is deleted")]
pub struct Deleted;

impl EndpointFacts {
    /// Whether it is told of a task.
    pub fn is_told_of(&self, task: &TaskFacts) -> bool {
        let is_of_kind = self.kinds.is_empty() || self.kinds.contains(&task.kind);
        is_of_kind && self.staff.is_none_or(|staff| task.concerns(staff))
    }
}

impl Endpoint {
    /// The next revision.
    ///
    /// # Errors
    /// It is deleted.
    pub fn next_revision(&self) -> Result<Self, Deleted> {
        if self.facts.deleted { Err(Deleted) } else { Ok(Self { revision: self.revision + 1, ..self.clone() }) }
    }

    /// Signs with another secret; for a day the one before signs too.
    ///
    /// # Errors
    /// It is deleted.
    pub fn rotate(&self, secret: String, now: Instant) -> Result<Self, Deleted> {
        let mut next = self.next_revision()?;
        next.facts.secret_revision = next.revision;
        next.facts.previous_secret_end = Some(now.plus_micros(CHANGE_OVER));
        if let Some(personal) = &mut next.personal {
            personal.previous_secret = std::mem::replace(&mut personal.secret, secret);
        }
        Ok(next)
    }

    /// The secrets that sign now, the present one first.
    pub fn secrets(&self, now: Instant) -> impl Iterator<Item = &str> {
        let previous_signs = self.facts.previous_secret_end.is_some_and(|end| now < end);
        let personal = self.personal.iter();
        personal.flat_map(move |personal| {
            let previous =
                Some(personal.previous_secret.as_str()).filter(|secret| previous_signs && !secret.is_empty());
            std::iter::once(personal.secret.as_str()).chain(previous)
        })
    }
}
