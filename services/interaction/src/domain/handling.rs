//! How a complaint or a service case is handled: who has it, how much it presses, and what state may follow which.

use clock::Instant;
use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::activity::{Activity, Kind};

/// How far a record is handled. Stored flat among its facts; what is empty is left out.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Handling {
    /// The state.
    #[serde(rename = "handling_state")]
    pub state: HandlingState,
    /// How much it presses.
    pub priority: Priority,
    /// The member of staff who handles it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Uuid>,
    /// When it must be settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_time: Option<Instant>,
    /// When it was settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolve_time: Option<Instant>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_time: Option<Instant>,
}

/// The state of handling. Stored as its name in snake case. The list is closed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HandlingState {
    /// 待处理.
    Open,
    /// 处理中.
    InProgress,
    /// 等待中.
    Waiting,
    /// 已解决.
    Resolved,
    /// 已关闭.
    Closed,
}

/// How much something presses. Stored as its name in snake case. The list is closed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// 低.
    Low,
    /// 普通.
    Normal,
    /// 高.
    High,
    /// 紧急.
    Urgent,
}

/// A kind of record that is handled until it is closed.
pub trait Handled: Kind {
    /// What that is called which came of it.
    const OUTCOME: &'static str;

    /// How it is handled.
    fn handling(facts: &Self::Facts) -> &Handling;
    /// The same, to be changed.
    fn handling_mut(facts: &mut Self::Facts) -> &mut Handling;
    /// What came of it.
    fn outcome(personal: &Self::Personal) -> &str;
    /// The same, to be changed.
    fn outcome_mut(personal: &mut Self::Personal) -> &mut String;
    /// Whether it is in the state only with an outcome.
    fn needs_outcome(state: HandlingState) -> bool;
}

/// Why a state cannot follow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TransitionError {
    /// It does not follow on the present one.
    Unreachable(HandlingState),
    /// It says that there is an outcome, and there is none.
    Outcome(OutcomeMissing),
}

/// A record that is settled does not say what came of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("required in this state: say what was done")]
pub struct OutcomeMissing;

impl Bilingual for OutcomeMissing {
    fn chinese(&self) -> String {
        "该状态下必填，请说明处理结果".to_owned()
    }
}

impl HandlingState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Open, Self::InProgress, Self::Waiting, Self::Resolved, Self::Closed];

    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }

    /// The state of a stored word.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The states in which nothing is left to be done.
    pub const SETTLED: [Self; 2] = [Self::Resolved, Self::Closed];

    /// Whether nothing is left to be done.
    pub fn is_settled(self) -> bool {
        Self::SETTLED.contains(&self)
    }

    /// The states that may follow.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Open => &[Self::InProgress, Self::Resolved, Self::Closed],
            Self::InProgress => &[Self::Waiting, Self::Resolved, Self::Closed],
            Self::Waiting => &[Self::InProgress, Self::Resolved, Self::Closed],
            Self::Resolved => &[Self::InProgress, Self::Closed],
            Self::Closed => &[Self::InProgress],
        }
    }
}

impl Priority {
    /// Every priority.
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// The word that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }
}

impl Handling {
    /// Of something that nobody has taken up.
    pub fn open(priority: Priority, assignee: Option<Uuid>, due_time: Option<Instant>) -> Self {
        Self { state: HandlingState::Open, priority, assignee, due_time, resolve_time: None, close_time: None }
    }

    /// In another state, since `now`.
    fn moved(self, to: HandlingState, now: Instant) -> Self {
        let (resolve_time, close_time) = match to {
            HandlingState::Open | HandlingState::InProgress | HandlingState::Waiting => (None, None),
            HandlingState::Resolved => (Some(now), None),
            HandlingState::Closed => (self.resolve_time, Some(now)),
        };
        Self { state: to, resolve_time, close_time, ..self }
    }
}

/// Whether a record says what came of it, where its state needs that.
///
/// # Errors
/// [`OutcomeMissing`].
pub fn concluded<K: Handled>(facts: &K::Facts, personal: &K::Personal) -> Result<(), OutcomeMissing> {
    let is_missing = K::needs_outcome(K::handling(facts).state) && K::outcome(personal).is_empty();
    if is_missing { Err(OutcomeMissing) } else { Ok(()) }
}

/// A record that somebody else handles, or nobody.
///
/// # Errors
/// Its state, when it is settled.
pub fn handed_over<K: Handled>(activity: &Activity<K>, assignee: Option<Uuid>) -> Result<Activity<K>, HandlingState> {
    let mut facts = activity.facts.clone();
    let handling = K::handling_mut(&mut facts.own);
    if handling.state.is_settled() {
        return Err(handling.state);
    }
    handling.assignee = assignee;
    Ok(Activity { facts, ..activity.clone() })
}

/// A record in another state, with what came of it where that is said: otherwise it says what it said.
///
/// # Errors
/// [`TransitionError`].
pub fn moved<K: Handled>(
    activity: &Activity<K>,
    said: &K::Personal,
    to: HandlingState,
    outcome: &str,
    now: Instant,
) -> Result<Activity<K>, TransitionError> {
    let (mut facts, mut personal) = (activity.facts.clone(), said.clone());
    let handling = K::handling_mut(&mut facts.own);
    if !handling.state.next().contains(&to) {
        return Err(TransitionError::Unreachable(handling.state));
    }
    *handling = handling.moved(to, now);
    if !outcome.is_empty() {
        outcome.clone_into(K::outcome_mut(&mut personal));
    }
    concluded::<K>(&facts.own, &personal).map_err(TransitionError::Outcome)?;
    Ok(Activity { facts, personal: Some(personal), ..activity.clone() })
}
