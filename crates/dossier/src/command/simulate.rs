//! `dossier simulate`.

mod calendar;

use std::collections::BTreeMap;

use clap::Args;
use contracts::reminder::v1::SimulateRequest;
use jiff::civil::DateTime;
use prost_types::Timestamp;

use crate::failure::Failure;
use crate::session::Session;

const SECONDS_PER_DAY: i64 = 86_400;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// How many days from now
    #[arg(long, default_value_t = 30)]
    days: u16,
    /// Only what this staff member is told of, by id
    #[arg(long, default_value_t)]
    assignee: String,
    /// How many at most
    #[arg(long, default_value_t = 1_000)]
    limit: u16,
    /// How much there is on each day, month by month, instead of a list
    #[arg(long)]
    calendar: bool,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let now = session.now().as_second();
    let until = now.saturating_add(i64::from(arguments.days) * SECONDS_PER_DAY);
    let request = SimulateRequest {
        from_time: Some(Timestamp { seconds: now, nanos: 0 }),
        to_time: Some(Timestamp { seconds: until, nanos: 0 }),
        assignee: arguments.assignee,
        limit: arguments.limit.into(),
    };
    let answer = session.reminders().simulate(request).await?.into_inner();
    if arguments.calendar {
        let days = answer.occurrences.iter().filter_map(|it| Some(it.occurrence.parse::<DateTime>().ok()?.date()));
        let counts = days.fold(BTreeMap::new(), |mut counts, day| {
            *counts.entry(day).or_default() += 1;
            counts
        });
        return session.output.text(&calendar::pages(&counts, session.language));
    }
    let mut listing = session.output.listing();
    listing.page(&answer.occurrences)?;
    listing.end()
}
