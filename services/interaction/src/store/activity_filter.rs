//! The fields by which records of each kind are filtered. All are facts, which everybody in whose scope a record lies may read.

use std::sync::LazyLock;

use expression::{Field, Kind, Schema};
use sea_orm::ColumnTrait;

use super::entity::activity::Column;
use crate::domain::handling::{HandlingState, Priority};
use crate::domain::interaction::{Channel, Direction};

/// Those of an interaction.
pub static INTERACTION: LazyLock<Schema> =
    LazyLock::new(|| schema([channel(), direction(), field("next_step_time", Kind::Instant, Column::DueTime)]));

/// Those of a transaction, and of records of whatever kind.
pub static TRANSACTION: LazyLock<Schema> = LazyLock::new(|| schema([]));

/// Those of feedback.
pub static FEEDBACK: LazyLock<Schema> =
    LazyLock::new(|| schema([channel(), field("rating", Kind::Integer, Column::Rating)]));

/// Those of what is handled: complaints and service cases.
pub static HANDLED: LazyLock<Schema> = LazyLock::new(|| {
    schema([
        channel(),
        field("handling_state", Kind::code(HandlingState::ALL.map(HandlingState::code)), Column::HandlingState),
        field("priority", Kind::code(Priority::ALL.map(Priority::code)), Column::Priority),
        field("assignee", Kind::Id, Column::Assignee),
        field("due_time", Kind::Instant, Column::DueTime),
    ])
});

/// The fields of every kind, and more.
fn schema<const N: usize>(more: [Field; N]) -> Schema {
    let every = [
        field("state", Kind::code(["active", "deleted", "erased"]), Column::State),
        field("author", Kind::Id, Column::Author),
        field("start_time", Kind::Instant, Column::OccurTime),
        field("create_time", Kind::Instant, Column::CreateTime),
        field("update_time", Kind::Instant, Column::UpdateTime),
        field("delete_time", Kind::Instant, Column::DeleteTime),
    ];
    Schema::new(every.into_iter().chain(more))
}

fn channel() -> Field {
    field("channel", Kind::code(Channel::ALL.map(Channel::code)), Column::Channel)
}

fn direction() -> Field {
    field("direction", Kind::code([Direction::Inbound, Direction::Outbound].map(Direction::code)), Column::Direction)
}

fn field(path: &'static str, kind: Kind, column: Column) -> Field {
    Field::column(path, kind, "fact", column.as_column_ref())
}
