//! The cadence that a call is about: found, and written.

use access::Action;
use contracts::reminder::v1 as wire;
use journal::{Outcome, Refusal, RequestClaim, WriteError};
use operation::Answer;
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::cadence::Cadence;
use crate::error::{Error, Objection};
use crate::store::cadence;

/// What a call makes of a cadence.
pub(super) struct Change {
    pub before: Option<Cadence>,
    pub after: Cadence,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

impl Call {
    /// The cadence of an id. Rights come before existence.
    pub(super) async fn cadence(&self, id: &str) -> Result<Cadence, Error> {
        let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
        cadence::find(self.service.database(), self.tenant(), id).await?.ok_or(Error::NotFound)
    }

    /// Writes a revision of a cadence, and answers it.
    pub(super) async fn change_cadence(&self, change: Change) -> Result<wire::Cadence, Error> {
        let Change { before, mut after, request, validate_only } = change;
        let record = cadence::change(self.tenant(), &after, self.service.records.clock.salt())?;
        let key = |cadence: &Cadence| Some(cadence::customers_key(&cadence.facts)).filter(|_| !cadence.facts.deleted);
        let (held, wanted) = (before.as_ref().and_then(key), key(&after));
        let (claims, releases) = if held == wanted { (None, None) } else { (wanted, held) };
        let mut write = self.write(request, claims.into_iter().collect(), releases.into_iter().collect(), record);
        if after.revision == 1 {
            write.limits.push(cadence::limit(self.tenant()));
        }
        match self.commit(write, validate_only).await {
            Ok(Outcome::Committed(recorded)) => {
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(encode::cadence(&after))
            }
            Ok(Outcome::Replayed { id, revision, .. }) => wire::Cadence::again(self, id, revision).await,
            Err(WriteError::Refused(Refusal::KeyTaken { holder, .. })) => Err(Objection::CadenceTaken(holder).into()),
            Err(WriteError::Refused(Refusal::LimitReached { .. })) => Err(Objection::TooManyCadences.into()),
            Err(error) => Err(error.into()),
        }
    }
}

impl Answer<Service> for wire::Cadence {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::ViewTenant)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        Ok(encode::cadence(&cadence::of_entry(&entry)?))
    }
}
