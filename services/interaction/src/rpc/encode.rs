//! What several resources have in common on the wire.

use access::{ClassSet, DataClass};
use contracts::interaction::v1 as wire;
use contracts::options::v1::DataClass as WireClass;
use prost_types::Duration;
use uuid::Uuid;

use crate::domain::activity::State;
use crate::domain::handling::{HandlingState, Priority};
use crate::domain::interaction::{Channel, Direction};

const MICROS_PER_SECOND: i64 = 1_000_000;
const NANOS_PER_MICRO: i32 = 1_000;

/// The classes of the fields of this service, but for facts, which come with every record.
const CLASSES: [(DataClass, WireClass); 3] =
    [(DataClass::Name, WireClass::Name), (DataClass::Finance, WireClass::Finance), (DataClass::Note, WireClass::Note)];

/// The classes among `used` of which nothing is shown to a caller who may read `classes`.
pub(crate) fn masked(used: &[DataClass], classes: ClassSet) -> Vec<i32> {
    let withheld = CLASSES.iter().filter(|(class, _)| used.contains(class) && !classes.contains(*class));
    withheld.map(|(_, class)| (*class).into()).collect()
}

/// Whether a record is live.
pub(crate) fn state(state: State) -> wire::RecordState {
    match state {
        State::Active => wire::RecordState::Active,
        State::Deleted => wire::RecordState::Deleted,
        State::Erased => wire::RecordState::Erased,
    }
}

/// A duration of so many microseconds.
pub(crate) fn duration(micros: i64) -> Duration {
    let nanos = i32::try_from(micros % MICROS_PER_SECOND).unwrap_or_default() * NANOS_PER_MICRO;
    Duration { seconds: micros / MICROS_PER_SECOND, nanos }
}

/// The way of an interaction.
pub(crate) fn channel(channel: Channel) -> wire::Channel {
    match channel {
        Channel::Phone => wire::Channel::Phone,
        Channel::Email => wire::Channel::Email,
        Channel::Visit => wire::Channel::Visit,
        Channel::Wechat => wire::Channel::Wechat,
        Channel::Whatsapp => wire::Channel::Whatsapp,
        Channel::Social => wire::Channel::Social,
        Channel::Sms => wire::Channel::Sms,
        Channel::LiveChat => wire::Channel::LiveChat,
        Channel::Other => wire::Channel::Other,
    }
}

/// How far something is handled.
pub(crate) fn handling_state(state: HandlingState) -> wire::HandlingState {
    match state {
        HandlingState::Open => wire::HandlingState::Open,
        HandlingState::InProgress => wire::HandlingState::InProgress,
        HandlingState::Waiting => wire::HandlingState::Waiting,
        HandlingState::Resolved => wire::HandlingState::Resolved,
        HandlingState::Closed => wire::HandlingState::Closed,
    }
}

/// How much something presses.
pub(crate) fn priority(priority: Priority) -> wire::Priority {
    match priority {
        Priority::Low => wire::Priority::Low,
        Priority::Normal => wire::Priority::Normal,
        Priority::High => wire::Priority::High,
        Priority::Urgent => wire::Priority::Urgent,
    }
}

/// The id of somebody, if there is one.
pub(crate) fn id(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// Who began an interaction.
pub(crate) fn direction(direction: Option<Direction>) -> wire::Direction {
    match direction {
        None => wire::Direction::Unspecified,
        Some(Direction::Inbound) => wire::Direction::Inbound,
        Some(Direction::Outbound) => wire::Direction::Outbound,
    }
}
