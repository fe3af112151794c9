//! The dormancy rule that a call is about: found, and written.

use access::Action;
use contracts::reminder::v1 as wire;
use journal::{Outcome, Refusal, RequestClaim, WriteError};
use operation::Answer;
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::dormancy::DormancyRule;
use crate::error::{Error, Objection};
use crate::store::dormancy_rule;

/// What a call makes of a rule.
pub(super) struct Change {
    pub after: DormancyRule,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

impl Call {
    /// The rule of an id. Rights come before existence.
    pub(super) async fn dormancy_rule(&self, id: &str) -> Result<DormancyRule, Error> {
        let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
        dormancy_rule::find(self.service.database(), self.tenant(), id).await?.ok_or(Error::NotFound)
    }

    /// Writes a revision of a rule, and answers it.
    pub(super) async fn change_dormancy_rule(&self, change: Change) -> Result<wire::DormancyRule, Error> {
        let Change { mut after, request, validate_only } = change;
        let record = dormancy_rule::change(self.tenant(), &after, self.service.records.clock.salt())?;
        let mut write = self.write(request, Vec::new(), Vec::new(), record);
        // That of the beginning was there before it was written.
        if after.revision == 1 && after.id != dormancy_rule::id_of_beginning(self.tenant()) {
            write.limits.push(dormancy_rule::limit(self.tenant()));
        }
        match self.commit(write, validate_only).await {
            Ok(Outcome::Committed(recorded)) => {
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
                Ok(encode::dormancy_rule(&after))
            }
            Ok(Outcome::Replayed { id, revision, .. }) => wire::DormancyRule::again(self, id, revision).await,
            Err(WriteError::Refused(Refusal::LimitReached { .. })) => Err(Objection::TooManyDormancyRules.into()),
            Err(error) => Err(error.into()),
        }
    }
}

impl Answer<Service> for wire::DormancyRule {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::ViewTenant)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        Ok(encode::dormancy_rule(&dormancy_rule::of_entry(&entry)?))
    }
}
