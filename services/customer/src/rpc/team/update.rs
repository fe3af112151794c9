//! UpdateTeam.

use access::Action;
use contracts::customer::v1::{Team as Sent, UpdateTeamRequest};
use conventions::etag;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};

use super::decode;
use crate::call::Call;
use crate::domain::staff::Team;
use crate::error::Error;
use conventions::fields;

pub(in crate::rpc) async fn update(call: Call, mut request: UpdateTeamRequest) -> Result<Sent, Error> {
    call.allow_in_tenant(Action::ManageStaff)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.team.unwrap_or_default();
    let mut violations = Violations::default();
    let mask =
        violations.field("update_mask", |violations| UpdateMask::new(request.update_mask.as_ref(), &sent, violations));
    let (id, seen) = violations.field("team", |violations| {
        let id = violations.field("team_id", |violations| fields::id(&sent.team_id, violations));
        (id, violations.field("etag", |violations| etag::revision(&sent.etag, violations)))
    });
    let id = require(violations, id)?;

    let decide = |teams: &[Team]| {
        let before = teams.iter().find(|team| team.id == id).ok_or(Error::NotFound)?;
        if seen != Some(before.revision) {
            return Err(Error::EtagMismatch { present: before.revision });
        }
        let facts = decode::read(id, &sent, Some((before, &mask)), before.facts.create_time, teams)?;
        let revision = if facts == before.facts { before.revision } else { before.revision + 1 };
        Ok(Team { revision, facts, ..*before })
    };
    call.once(claim.as_ref(), call.change_team(claim.clone(), request.validate_only, decide)).await
}
