//! `dossier log`.

use clap::{Args, ValueEnum};
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::CreateInteractionRequest;
use jiff::Timestamp;

use super::channel::Channel;
use super::get::instant;
use super::timestamp;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number of the customer
    customer: String,
    /// The way
    #[arg(long, value_enum)]
    channel: Channel,
    /// Who began it
    #[arg(long, value_enum)]
    direction: Option<Direction>,
    /// When it began: 2026-05-20T10:00:00Z, or 2026-05-20 10:00 in the zone of this machine [default: now]
    #[arg(long, value_name = "TIME", value_parser = instant)]
    time: Option<Timestamp>,
    /// What was spoken about
    #[arg(long, value_name = "TEXT", default_value_t)]
    points: String,
    /// What the customer said to it
    #[arg(long, value_name = "TEXT", default_value_t)]
    feedback: String,
    /// What is to be done next
    #[arg(long, value_name = "TEXT", default_value_t)]
    next: String,
    /// When the next step is due: 2026-05-20T10:00:00Z, or 2026-05-20 10:00 in the zone of this machine
    #[arg(long, value_name = "TIME", value_parser = instant, requires = "next")]
    next_time: Option<Timestamp>,
    /// Check it, log nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Direction {
    Inbound,
    Outbound,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let interaction = wire::Interaction {
        customer: arguments.customer,
        channel: wire::Channel::from(arguments.channel).into(),
        direction: arguments.direction.map_or(wire::Direction::Unspecified, direction).into(),
        start_time: arguments.time.map(timestamp),
        key_points: arguments.points,
        feedback: arguments.feedback,
        next_step: arguments.next,
        next_step_time: arguments.next_time.map(timestamp),
        ..wire::Interaction::default()
    };
    let request = CreateInteractionRequest {
        interaction: Some(interaction),
        request_id: session.request_id(),
        validate_only: arguments.dry_run,
    };
    session.output.one(session.interactions().create_interaction(request).await?.get_ref())
}

fn direction(direction: Direction) -> wire::Direction {
    match direction {
        Direction::Inbound => wire::Direction::Inbound,
        Direction::Outbound => wire::Direction::Outbound,
    }
}
