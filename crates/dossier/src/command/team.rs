//! `dossier team`.

use clap::Subcommand;
use contracts::customer::v1::{CreateTeamRequest, GetTeamRequest, ListTeamsRequest, Team, UpdateTeamRequest};

use super::{mask, set};
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read a team
    Get {
        /// The id
        team: String,
    },
    /// List the teams, oldest first
    List {
        #[command(flatten)]
        limit: Limit,
    },
    /// Add a team
    Create {
        /// What it is called
        #[arg(long)]
        name: String,
        /// The id of the team that it belongs to
        #[arg(long, default_value_t)]
        parent: String,
    },
    /// Change the given fields of a team
    Update {
        /// The id
        team: String,
        #[arg(long)]
        name: Option<String>,
        /// The id of the team that it belongs to; empty for none
        #[arg(long)]
        parent: Option<String>,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.staff();
    let team = match command {
        Command::List { limit } => return list(limit, session).await,
        Command::Get { team } => calls.get_team(GetTeamRequest { team_id: team }).await?,
        Command::Create { name, parent } => {
            let team = Team { display_name: name, parent_team_id: parent, ..Team::default() };
            let request_id = session.request_id();
            calls.create_team(CreateTeamRequest { team: Some(team), request_id, validate_only: false }).await?
        }
        Command::Update { team, name, parent } => {
            let mut changed = calls.get_team(GetTeamRequest { team_id: team }).await?.into_inner();
            let mut paths = Vec::new();
            set("display_name", &mut changed.display_name, name, &mut paths);
            set("parent_team_id", &mut changed.parent_team_id, parent, &mut paths);
            let request = UpdateTeamRequest {
                team: Some(changed),
                update_mask: Some(mask(paths)?),
                request_id: session.request_id(),
                validate_only: false,
            };
            calls.update_team(request).await?
        }
    };
    session.output.one(team.get_ref())
}

async fn list(limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let page = session.staff().list_teams(ListTeamsRequest { page_size, page_token }).await?.into_inner();
        pages.received(page.teams.len(), page.next_page_token);
        listing.page(&page.teams)?;
    }
    listing.end()
}
