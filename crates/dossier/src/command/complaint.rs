//! `dossier complaint`.

use clap::Subcommand;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::{
    AssignComplaintRequest, ChangeComplaintStateRequest, Complaint, CreateComplaintRequest, GetComplaintRequest,
    HandlingState, ListComplaintsRequest,
};
use jiff::Timestamp;

use super::channel::Channel;
use super::get::instant;
use super::handling::{Listing, Priority, State};
use super::timestamp;
use crate::failure::Failure;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List those that are not closed, newest first
    List(Listing),
    /// Read one
    Get {
        /// The id
        complaint: String,
    },
    /// Record a complaint
    Create {
        /// The id or number of the customer
        customer: String,
        /// The way by which it came
        #[arg(long, value_enum)]
        channel: Channel,
        /// What it is about, in a line
        #[arg(long, value_name = "TEXT")]
        subject: String,
        /// What the customer complains of
        #[arg(long, value_name = "TEXT", default_value_t)]
        description: String,
        /// How much it presses
        #[arg(long, value_enum, default_value = "normal")]
        priority: Priority,
        /// When it must be settled: 2026-05-20T10:00:00Z, or 2026-05-20 10:00 in the zone of this machine
        #[arg(long, value_name = "TIME", value_parser = instant)]
        due: Option<Timestamp>,
        /// Who handles it, by id
        #[arg(long, default_value_t)]
        assignee: String,
    },
    /// Give it to a member of staff, who sees the customer from then on
    Assign {
        /// The id
        complaint: String,
        /// Who handles it, by id; empty for nobody
        #[arg(long)]
        assignee: String,
    },
    /// Move it to another state
    Move {
        /// The id
        complaint: String,
        /// The state
        #[arg(value_enum)]
        state: State,
        /// What was done about it; resolved and closed ones need it
        #[arg(long, value_name = "TEXT", default_value_t)]
        resolution: String,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.complaints();
    let request_id = session.request_id();
    let complaint = match command {
        Command::List(listing) => return list(listing, session).await,
        Command::Get { complaint } => {
            calls.get_complaint(GetComplaintRequest { complaint_id: complaint, as_of: None }).await?
        }
        Command::Create { customer, channel, subject, description, priority, due, assignee } => {
            let complaint = Complaint {
                customer,
                channel: wire::Channel::from(channel).into(),
                subject,
                description,
                priority: wire::Priority::from(priority).into(),
                due_time: due.map(timestamp),
                assignee,
                ..Complaint::default()
            };
            calls
                .create_complaint(CreateComplaintRequest {
                    complaint: Some(complaint),
                    request_id,
                    validate_only: false,
                })
                .await?
        }
        Command::Assign { complaint, assignee } => {
            let request = AssignComplaintRequest {
                complaint_id: complaint,
                assignee,
                request_id,
                ..AssignComplaintRequest::default()
            };
            calls.assign_complaint(request).await?
        }
        Command::Move { complaint, state, resolution } => {
            let request = ChangeComplaintStateRequest {
                complaint_id: complaint,
                handling_state: HandlingState::from(state).into(),
                resolution,
                request_id,
                ..ChangeComplaintStateRequest::default()
            };
            calls.change_complaint_state(request).await?
        }
    };
    session.output.one(complaint.get_ref())
}

async fn list(listing: Listing, session: &Session) -> Result<(), Failure> {
    let (customer, filter, limit) = listing.asked();
    let wanted = ListComplaintsRequest { customer, filter, ..ListComplaintsRequest::default() };
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListComplaintsRequest { page_size, page_token, ..wanted.clone() };
        let page = session.complaints().list_complaints(request).await?.into_inner();
        pages.received(page.complaints.len(), page.next_page_token);
        listing.page(&page.complaints)?;
    }
    listing.end()
}
