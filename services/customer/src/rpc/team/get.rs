//! GetTeam.

use access::Action;
use access::log::Act;
use contracts::customer::v1::{GetTeamRequest, Team as Sent};
use uuid::Uuid;

use super::encode;
use crate::call::Call;
use crate::error::Error;
use crate::store::team::{self, KIND};

pub(in crate::rpc) async fn get(call: Call, request: GetTeamRequest) -> Result<Sent, Error> {
    let classes = call.allow_in_tenant(Action::ViewStaff)?;
    let id = Uuid::try_parse(&request.team_id).map_err(|_| Error::NotFound)?;
    let team = team::find(call.service.database(), call.tenant(), id).await?.ok_or(Error::NotFound)?;
    call.log(Act::View, KIND, vec![id], classes).await?;
    Ok(encode::team(&team))
}
