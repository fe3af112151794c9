//! GetCaller.

use contracts::customer::v1::{Caller, GetCallerRequest};

use crate::call::Call;
use crate::error::Error;

pub(super) async fn get_caller(call: Call, _: GetCallerRequest) -> Result<Caller, Error> {
    Ok(match &call.caller.staff {
        None => Caller::default(),
        Some(staff) => Caller {
            staff_id: staff.id.to_string(),
            team_id: staff.team.map(|team| team.to_string()).unwrap_or_default(),
            teams_below: staff.teams_below.iter().map(ToString::to_string).collect(),
        },
    })
}
