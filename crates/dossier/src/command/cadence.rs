//! `dossier cadence`.

use clap::{Subcommand, ValueEnum};
use contracts::reminder::v1::{
    Cadence, CreateCadenceRequest, DeleteCadenceRequest, GetCadenceRequest, ListCadencesRequest, Period,
    UpdateCadenceRequest, WorkingDayShift,
};

use super::period::period;
use super::{mask, set};
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List cadences, oldest first
    List {
        #[command(flatten)]
        limit: Limit,
    },
    /// Read a cadence
    Get {
        /// The id
        cadence: String,
    },
    /// Say how often the customers of a stage, a level or both are spoken to
    Create {
        /// What it is called
        #[arg(long)]
        title: String,
        /// How long after the last contact the next is due, such as 10d, 2w or 1m
        #[arg(long, value_parser = period)]
        every: Period,
        /// The code of the stage [default: all but lost ones]
        #[arg(long, default_value_t)]
        stage: String,
        /// The code of the level [default: all]
        #[arg(long, default_value_t)]
        level: String,
        /// Where the day goes if it is not a working day [default: it stays]
        #[arg(long, value_enum)]
        shift: Option<Shift>,
        /// The time of day [default: 09:00]
        #[arg(long, default_value_t)]
        time: String,
    },
    /// Change the given fields; the open tasks follow
    Update {
        /// The id
        cadence: String,
        /// What it is called
        #[arg(long)]
        title: Option<String>,
        /// How long after the last contact the next is due, such as 10d, 2w or 1m
        #[arg(long, value_parser = period)]
        every: Option<Period>,
        /// Where the day goes if it is not a working day
        #[arg(long, value_enum)]
        shift: Option<Shift>,
        /// The time of day
        #[arg(long)]
        time: Option<String>,
        /// Whether it rests
        #[arg(long, value_name = "true|false")]
        paused: Option<bool>,
    },
    /// End a cadence for good; its open tasks go by another, or are cancelled
    Delete {
        /// The id
        cadence: String,
    },
}

/// Where a day goes that is not a working day.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Shift {
    /// It stays
    None,
    /// To the last working day before it
    Previous,
    /// To the first working day after it
    Next,
}

impl From<Shift> for i32 {
    fn from(shift: Shift) -> Self {
        match shift {
            Shift::None => WorkingDayShift::Unspecified,
            Shift::Previous => WorkingDayShift::Previous,
            Shift::Next => WorkingDayShift::Next,
        }
        .into()
    }
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.cadences();
    let request_id = session.request_id();
    let cadence = match command {
        Command::List { limit } => return list(limit, session).await,
        Command::Get { cadence } => calls.get_cadence(GetCadenceRequest { cadence_id: cadence }).await?,
        Command::Create { title, every, stage, level, shift, time } => {
            let (interval, shift) = (Some(every), shift.map_or(0, Into::into));
            let cadence = Cadence { title, interval, stage, level, shift, time, ..Cadence::default() };
            let request = CreateCadenceRequest { cadence: Some(cadence), request_id, validate_only: false };
            calls.create_cadence(request).await?
        }
        Command::Update { cadence, title, every, shift, time, paused } => {
            let mut changed = calls.get_cadence(GetCadenceRequest { cadence_id: cadence }).await?.into_inner();
            let mut paths = Vec::new();
            set("title", &mut changed.title, title, &mut paths);
            set("interval", &mut changed.interval, every.map(Some), &mut paths);
            set("shift", &mut changed.shift, shift.map(Into::into), &mut paths);
            set("time", &mut changed.time, time, &mut paths);
            set("paused", &mut changed.paused, paused, &mut paths);
            let (cadence, update_mask) = (Some(changed), Some(mask(paths)?));
            let request = UpdateCadenceRequest { cadence, update_mask, request_id, validate_only: false };
            calls.update_cadence(request).await?
        }
        Command::Delete { cadence } => {
            let etag = String::new();
            let request = DeleteCadenceRequest { cadence_id: cadence, etag, request_id, validate_only: false };
            calls.delete_cadence(request).await?
        }
    };
    session.output.one(cadence.get_ref())
}

async fn list(limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let page = session.cadences().list_cadences(ListCadencesRequest { page_size, page_token }).await?.into_inner();
        pages.received(page.cadences.len(), page.next_page_token);
        listing.page(&page.cadences)?;
    }
    listing.end()
}
