//! `dossier case`.

use clap::Subcommand;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::{
    AssignServiceCaseRequest, ChangeServiceCaseStateRequest, CreateServiceCaseRequest, GetServiceCaseRequest,
    HandlingState, ListServiceCasesRequest, ServiceCase,
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
        case: String,
    },
    /// Record a service case
    Create {
        /// The id or number of the customer
        customer: String,
        /// The way by which it came
        #[arg(long, value_enum)]
        channel: Channel,
        /// What the customer asks
        #[arg(long, value_name = "TEXT")]
        question: String,
        /// The product that it is about
        #[arg(long, value_name = "TEXT", default_value_t)]
        product: String,
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
        case: String,
        /// Who handles it, by id; empty for nobody
        #[arg(long)]
        assignee: String,
    },
    /// Move it to another state
    Move {
        /// The id
        case: String,
        /// The state
        #[arg(value_enum)]
        state: State,
        /// What helped; resolved ones need it
        #[arg(long, value_name = "TEXT", default_value_t)]
        solution: String,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.service_cases();
    let request_id = session.request_id();
    let case = match command {
        Command::List(listing) => return list(listing, session).await,
        Command::Get { case } => {
            calls.get_service_case(GetServiceCaseRequest { service_case_id: case, as_of: None }).await?
        }
        Command::Create { customer, channel, question, product, priority, due, assignee } => {
            let case = ServiceCase {
                customer,
                channel: wire::Channel::from(channel).into(),
                question,
                product,
                priority: wire::Priority::from(priority).into(),
                due_time: due.map(timestamp),
                assignee,
                ..ServiceCase::default()
            };
            calls
                .create_service_case(CreateServiceCaseRequest {
                    service_case: Some(case),
                    request_id,
                    validate_only: false,
                })
                .await?
        }
        Command::Assign { case, assignee } => {
            let request = AssignServiceCaseRequest {
                service_case_id: case,
                assignee,
                request_id,
                ..AssignServiceCaseRequest::default()
            };
            calls.assign_service_case(request).await?
        }
        Command::Move { case, state, solution } => {
            let request = ChangeServiceCaseStateRequest {
                service_case_id: case,
                handling_state: HandlingState::from(state).into(),
                solution,
                request_id,
                ..ChangeServiceCaseStateRequest::default()
            };
            calls.change_service_case_state(request).await?
        }
    };
    session.output.one(case.get_ref())
}

async fn list(listing: Listing, session: &Session) -> Result<(), Failure> {
    let (customer, filter, limit) = listing.asked();
    let wanted = ListServiceCasesRequest { customer, filter, ..ListServiceCasesRequest::default() };
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListServiceCasesRequest { page_size, page_token, ..wanted.clone() };
        let page = session.service_cases().list_service_cases(request).await?.into_inner();
        pages.received(page.service_cases.len(), page.next_page_token);
        listing.page(&page.service_cases)?;
    }
    listing.end()
}
