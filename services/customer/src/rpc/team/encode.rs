//! A team as callers see it.

use contracts::customer::v1 as wire;
use conventions::{etag, time};

use crate::domain::staff::Team;

/// The team on the wire. All of it is fact, which everybody who may view staff may read.
pub(super) fn team(team: &Team) -> wire::Team {
    wire::Team {
        team_id: team.id.to_string(),
        display_name: team.facts.display_name.as_str().to_owned(),
        parent_team_id: team.facts.parent.map(|id| id.to_string()).unwrap_or_default(),
        create_time: Some(time::to_timestamp(team.facts.create_time)),
        update_time: Some(time::to_timestamp(team.update_time)),
        revision: team.revision,
        etag: etag::of_revision(team.revision),
    }
}
