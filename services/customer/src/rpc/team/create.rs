//! CreateTeam.

use access::Action;
use contracts::customer::v1::{CreateTeamRequest, Team as Sent};

use super::decode;
use crate::call::Call;
use crate::domain::staff::Team;
use crate::error::Error;

pub(in crate::rpc) async fn create(call: Call, mut request: CreateTeamRequest) -> Result<Sent, Error> {
    call.allow_in_tenant(Action::ManageStaff)?;
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    let sent = request.team.unwrap_or_default();
    let now = call.service.records.clock.now();
    let id = call.service.records.clock.id_of(now);
    let decide = |teams: &[Team]| {
        let facts = decode::read(id, &sent, None, now, teams)?;
        Ok(Team { id, revision: 1, update_time: now, facts })
    };
    call.once(claim.as_ref(), call.change_team(claim.clone(), request.validate_only, decide)).await
}
