//! Writing a team.

use access::Action;
use contracts::customer::v1 as wire;
use journal::{Outcome, Refusal, RequestClaim, WriteError};
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::staff::Team;
use crate::error::Error;
use crate::store::team;
use operation::Answer;

/// How often a change is decided, each time after another change of the tenant's teams came first.
const MOST_TRIES: usize = 100;

impl Call {
    /// Writes the team that `decide` makes of all teams of the tenant, and answers it.
    pub(super) async fn change_team(
        &self,
        request: Option<RequestClaim>,
        validate_only: bool,
        decide: impl Fn(&[Team]) -> Result<Team, Error>,
    ) -> Result<wire::Team, Error> {
        for _ in 0..MOST_TRIES {
            let teams = team::all(self.service.database(), self.tenant()).await?;
            let mut after = decide(&teams)?;
            if teams.iter().any(|team| team.id == after.id && team.revision == after.revision) {
                return Ok(encode::team(&after));
            }
            let record = team::change(self.tenant(), &after, self.service.records.clock.salt())?;
            let write = self.write(request.clone(), vec![team::next_change_key(&teams)], Vec::new(), record);
            match self.commit(write, validate_only).await {
                Ok(Outcome::Committed(recorded)) => {
                    after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                    self.service.directory.changed();
                    return Ok(encode::team(&after));
                }
                Ok(Outcome::Replayed { id, revision, .. }) => return wire::Team::again(self, id, revision).await,
                Err(WriteError::Refused(Refusal::KeyTaken { .. })) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::StorageUnavailable("the teams are being changed by too many at once".into()))
    }
}

impl Answer<Service> for wire::Team {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::ViewStaff)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        Ok(encode::team(&team::open(&entry.try_into()?)?))
    }
}
