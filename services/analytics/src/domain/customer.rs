//! What is known of a customer, as the customer service tells it: facts that name no person, and the stages that it went through.

use clock::Instant;
use uuid::Uuid;

/// A customer as of its newest revision.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Customer {
    /// The id; it sorts by time of creation.
    pub id: Uuid,
    /// The revision that was told last.
    pub revision: i64,
    /// `individual`, `enterprise` or `institution`.
    pub kind: String,
    /// `active`, `archived`, `deleted`, `erased` or `purged`.
    pub state: String,
    /// The code of the level; empty without one.
    pub level: String,
    /// The code of the industry; empty without one.
    pub industry: String,
    /// The code of the source; empty without one.
    pub source: String,
    /// Country, or province of CN; empty where it is not known.
    pub region: String,
    /// Who is responsible; none in the pool.
    pub owner: Option<Uuid>,
    /// The owner's team.
    pub team: Option<Uuid>,
    /// Who works on it beside the owner.
    pub collaborators: Vec<Uuid>,
    /// The codes of the tags that it carries, as they were added; ascending, each once.
    pub tags: Vec<String>,
    /// When the record was created.
    pub create_time: Instant,
    /// The stages, in their order; at least one.
    pub stays: Vec<Stay>,
}

/// The word for a live customer.
pub const ACTIVE: &str = "active";

/// A customer's stay in a stage.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stay {
    /// The code of the stage.
    pub stage: String,
    /// The code of the reason with which it was entered; empty without one.
    pub reason: String,
    /// When it was entered.
    pub enter_time: Instant,
    /// When it was left, and the stage that followed; none while it lasts.
    pub left: Option<Left>,
}

/// The end of a stay.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Left {
    /// When.
    pub time: Instant,
    /// The code of the stage that followed.
    pub next_stage: String,
}

impl Customer {
    /// The code of the present stage.
    pub fn stage(&self) -> &str {
        self.stays.last().map_or("", |stay| &stay.stage)
    }

    /// When the present stage was entered.
    pub fn stage_time(&self) -> Instant {
        self.stays.last().map(|stay| stay.enter_time).unwrap_or_default()
    }
}

/// Takes in that a customer is in a stage since a time, and for which reason. What was told of later stages was taken back.
pub fn enter(stays: &mut Vec<Stay>, stage: &str, reason: &str, time: Instant) {
    if let Some(last) = stays.last_mut().filter(|last| last.enter_time == time && last.stage == stage) {
        reason.clone_into(&mut last.reason);
        return;
    }
    stays.retain(|stay| stay.enter_time < time);
    match stays.last_mut() {
        // A stage that was taken back to goes on as if it had never been left.
        Some(last) if last.stage == stage => last.left = None,
        before => {
            if let Some(before) = before {
                before.left = Some(Left { time, next_stage: stage.to_owned() });
            }
            stays.push(Stay { stage: stage.to_owned(), reason: reason.to_owned(), enter_time: time, left: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(stages: &[(&str, i64)]) -> Vec<Stay> {
        let mut stays = Vec::new();
        for (stage, micros) in stages {
            enter(&mut stays, stage, "", Instant::from_micros(*micros));
        }
        stays
    }

    #[test]
    fn a_stage_is_left_when_the_next_is_entered() {
        let stay = |stage: &str, entered, left: Option<(i64, &str)>| Stay {
            stage: stage.into(),
            reason: String::new(),
            enter_time: Instant::from_micros(entered),
            left: left.map(|(time, next)| Left { time: Instant::from_micros(time), next_stage: next.into() }),
        };
        assert_eq!(
            told(&[("potential", 1), ("potential", 1), ("intent", 5), ("customer", 9)]),
            [
                stay("potential", 1, Some((5, "intent"))),
                stay("intent", 5, Some((9, "customer"))),
                stay("customer", 9, None)
            ]
        );
    }

    #[test]
    fn a_change_that_was_taken_back_was_never_made() {
        assert_eq!(told(&[("potential", 1), ("lost", 5), ("potential", 1)]), told(&[("potential", 1)]));
        assert_eq!(told(&[("potential", 1), ("lost", 5), ("intent", 3)]), told(&[("potential", 1), ("intent", 3)]));
    }
}
