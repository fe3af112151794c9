//! StaffService: the operations on teams.

mod create;
mod get;
mod list;
mod update;

use contracts::customer::v1::{CreateTeamRequest, GetTeamRequest, Team, UpdateTeamRequest};
use prost_types::FieldMask;

use crate::harness::House;

/// The request that creates a team within another; empty for none.
pub(super) fn create(display_name: &str, parent_team_id: &str) -> CreateTeamRequest {
    let team = Team { display_name: display_name.into(), parent_team_id: parent_team_id.into(), ..Team::default() };
    CreateTeamRequest { team: Some(team), ..Default::default() }
}

/// A team within another; empty for none.
pub(super) async fn found_team(house: &House, display_name: &str, parent_team_id: &str) -> Team {
    house.staff().await.create_team(create(display_name, parent_team_id)).await.unwrap().into_inner()
}

/// Teams of so many levels, the topmost first.
async fn found_levels(house: &House, levels: usize) -> Vec<Team> {
    let mut teams: Vec<Team> = Vec::new();
    for level in 1..=levels {
        let parent = teams.last().map(|team| team.team_id.clone()).unwrap_or_default();
        teams.push(found_team(house, &format!("第{level}层"), &parent).await);
    }
    teams
}

fn get(team_id: &str) -> GetTeamRequest {
    GetTeamRequest { team_id: team_id.into() }
}

fn update(team: Team, paths: &[&str]) -> UpdateTeamRequest {
    let update_mask = Some(FieldMask { paths: paths.iter().map(|&path| path.into()).collect() });
    UpdateTeamRequest { team: Some(team), update_mask, ..Default::default() }
}

/// The request that moves a team into another.
fn shift(team: &Team, parent: &Team) -> UpdateTeamRequest {
    update(Team { parent_team_id: parent.team_id.clone(), ..team.clone() }, &["parent_team_id"])
}
