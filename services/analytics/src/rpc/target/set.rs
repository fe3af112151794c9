//! SetTarget.

use access::Action;
use contracts::analytics::v1::{SetTargetRequest, Target as Sent};
use journal::{Outcome, Refusal, RequestClaim, WriteError};
use operation::{Answer, etag};
use uuid::Uuid;

use super::{decode, encode};
use crate::Service;
use crate::call::Call;
use crate::domain::target::{Target, TargetFacts};
use crate::error::Error;
use crate::store::target;

/// How often a target is read that another call sets at the same time.
const MOST_TRIES: usize = 3;

pub(super) async fn set(call: Call, mut request: SetTargetRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.allow_in_tenant(Action::ManageTargets)?;
    call.once(claim.as_ref(), async {
        let facts = call.facts(&request.target.unwrap_or_default()).await?;
        for _ in 0..MOST_TRIES {
            let before = target::find(call.service.database(), call.tenant(), &facts.aim).await?;
            etag::compare(&request.etag, before.as_ref().map_or(0, |before| before.revision))?;
            let after = call.after(before.as_ref(), facts.clone());
            if before.as_ref() == Some(&after) {
                return Ok(encode::target(&after));
            }
            if let Some(answer) = call.write_target(after, claim.clone(), request.validate_only).await? {
                return Ok(answer);
            }
        }
        Err(Error::StorageUnavailable("the target is being set by too many at once".into()))
    })
    .await
}

impl Call {
    /// What is said of a target, with the team of its person where none is said.
    async fn facts(&self, sent: &Sent) -> Result<TargetFacts, Error> {
        let (aim, value) = decode::read(sent)?;
        let team = self.team_of(&aim.holder, Uuid::try_parse(&sent.team_id).ok()).await?;
        Ok(TargetFacts { aim, team, value, create_time: self.service.records.clock.now() })
    }

    /// The revision that follows, if it says something else; the first of a target that was never set.
    fn after(&self, before: Option<&Target>, facts: TargetFacts) -> Target {
        match before {
            None => {
                let now = facts.create_time;
                Target { id: self.service.records.clock.id_of(now), revision: 1, update_time: now, facts }
            }
            Some(before) => {
                let facts = TargetFacts { create_time: before.facts.create_time, ..facts };
                let revision = if facts == before.facts { before.revision } else { before.revision + 1 };
                Target { revision, facts, ..before.clone() }
            }
        }
    }

    /// Writes a revision of a target, and answers it; nothing when another call set it first.
    async fn write_target(
        &self,
        mut after: Target,
        request: Option<RequestClaim>,
        validate_only: bool,
    ) -> Result<Option<Sent>, Error> {
        let record = target::change(self.tenant(), &after, self.service.records.clock.salt())?;
        let claims = if after.revision == 1 { vec![target::key(&after.facts.aim)] } else { Vec::new() };
        let write = self.write(request, claims, Vec::new(), record);
        match self.commit(write, validate_only).await {
            Ok(Outcome::Committed(recorded)) => {
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(Some(encode::target(&after)))
            }
            Ok(Outcome::Replayed { id, revision, .. }) => Sent::again(self, id, revision).await.map(Some),
            Err(WriteError::Refused(Refusal::KeyTaken { .. })) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl Answer<Service> for Sent {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::ManageTargets)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        Ok(encode::target(&target::of_entry(&entry)?))
    }
}
