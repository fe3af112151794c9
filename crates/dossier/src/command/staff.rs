//! `dossier staff`.

use clap::Subcommand;
use contracts::customer::v1::{CreateStaffRequest, GetStaffRequest, ListStaffRequest, Staff, UpdateStaffRequest};

use super::{mask, set};
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read a staff member
    Get {
        /// The id
        staff: String,
    },
    /// List the staff, oldest first
    List {
        #[command(flatten)]
        limit: Limit,
    },
    /// Add a staff member
    Create {
        /// The name
        #[arg(long)]
        name: String,
        /// The issuer of the person's tokens, as in `iss`
        #[arg(long, default_value = access::LOCAL_ISSUER)]
        issuer: String,
        /// The person in those tokens, as in `sub`
        #[arg(long)]
        subject: String,
        /// The id of the team
        #[arg(long, default_value_t)]
        team: String,
    },
    /// Change the given fields of a staff member
    Update {
        /// The id
        staff: String,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        issuer: Option<String>,
        #[arg(long)]
        subject: Option<String>,
        /// The id of the team; empty for none
        #[arg(long)]
        team: Option<String>,
        /// Whether the person has left
        #[arg(long, value_name = "true|false")]
        inactive: Option<bool>,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.staff();
    let staff = match command {
        Command::List { limit } => return list(limit, session).await,
        Command::Get { staff } => calls.get_staff(GetStaffRequest { staff_id: staff }).await?,
        Command::Create { name, issuer, subject, team } => {
            let staff = Staff { display_name: name, issuer, subject, team_id: team, ..Staff::default() };
            let request_id = session.request_id();
            calls.create_staff(CreateStaffRequest { staff: Some(staff), request_id, validate_only: false }).await?
        }
        Command::Update { staff, name, issuer, subject, team, inactive } => {
            let mut changed = calls.get_staff(GetStaffRequest { staff_id: staff }).await?.into_inner();
            let mut paths = Vec::new();
            set("display_name", &mut changed.display_name, name, &mut paths);
            set("issuer", &mut changed.issuer, issuer, &mut paths);
            set("subject", &mut changed.subject, subject, &mut paths);
            set("team_id", &mut changed.team_id, team, &mut paths);
            set("inactive", &mut changed.inactive, inactive, &mut paths);
            let request = UpdateStaffRequest {
                staff: Some(changed),
                update_mask: Some(mask(paths)?),
                request_id: session.request_id(),
                validate_only: false,
            };
            calls.update_staff(request).await?
        }
    };
    session.output.one(staff.get_ref())
}

async fn list(limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let page = session.staff().list_staff(ListStaffRequest { page_size, page_token }).await?.into_inner();
        pages.received(page.staff.len(), page.next_page_token);
        listing.page(&page.staff)?;
    }
    listing.end()
}
