//! The segment that a call is about: found, and written.

use access::Action;
use contracts::analytics::v1 as wire;
use journal::{Outcome, RequestClaim};
use operation::Answer;
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::segment::Segment;
use crate::error::{Error, Objection};
use crate::store::segment;

impl Call {
    /// The segment of an id. Rights come before existence.
    pub(super) async fn segment(&self, id: &str, action: Action) -> Result<Segment, Error> {
        self.allow_in_tenant(action)?;
        let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
        segment::find(self.service.database(), self.tenant(), id).await?.ok_or(Error::NotFound)
    }

    /// Writes a revision of a segment, and answers it.
    pub(super) async fn change_segment(
        &self,
        mut after: Segment,
        request: Option<RequestClaim>,
        validate_only: bool,
    ) -> Result<wire::Segment, Error> {
        let record = segment::change(self.tenant(), &after, self.service.records.clock.salt())?;
        let mut write = self.write(request, Vec::new(), Vec::new(), record);
        if after.revision == 1 {
            write.limits.push(segment::limit(self.tenant()));
        }
        match self.commit(write, validate_only).await.map_err(Error::from) {
            Ok(Outcome::Committed(recorded)) => {
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(encode::segment(&after))
            }
            Ok(Outcome::Replayed { id, revision, .. }) => wire::Segment::again(self, id, revision).await,
            Err(Error::LimitReached { .. }) => Err(Objection::TooManySegments.into()),
            Err(error) => Err(error),
        }
    }
}

impl Answer<Service> for wire::Segment {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::ManageSegments)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        Ok(encode::segment(&segment::of_entry(&entry)?))
    }
}
