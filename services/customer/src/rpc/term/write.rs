//! Writing a term.

use access::Action;
use contracts::customer::v1 as wire;
use journal::{Outcome, Refusal, RequestClaim, WriteError};
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::vocabulary::{Term, Vocabularies, Vocabulary};
use crate::error::Error;
use crate::store::term;
use operation::Answer;

/// How often a change is decided, each time after another change of the vocabulary came first.
const MOST_TRIES: usize = 100;

impl Call {
    /// Writes the term of a vocabulary that `decide` makes of all terms of the tenant, and answers it.
    pub(in crate::rpc) async fn change_term(
        &self,
        vocabulary: Vocabulary,
        request: Option<RequestClaim>,
        validate_only: bool,
        mut decide: impl FnMut(&Vocabularies) -> Result<Term, Error>,
    ) -> Result<wire::Term, Error> {
        for _ in 0..MOST_TRIES {
            let vocabularies = term::all(self.service.database(), self.tenant()).await?;
            let mut after = decide(&vocabularies)?;
            let terms = vocabularies.all(vocabulary);
            if terms.contains(&after) {
                return Ok(encode::term(&after));
            }
            let record = term::change(self.tenant(), &after, self.service.records.clock.salt())?;
            let claims = vec![term::next_change_key(vocabulary, terms)];
            match self.commit(self.write(request.clone(), claims, Vec::new(), record), validate_only).await {
                Ok(Outcome::Committed(recorded)) => {
                    after.update_time = recorded.first().map(|recorded| recorded.time);
                    self.service.vocabularies.changed(self.tenant()).await;
                    return Ok(encode::term(&after));
                }
                Ok(Outcome::Replayed { id, revision, .. }) => return wire::Term::again(self, id, revision).await,
                Err(WriteError::Refused(Refusal::KeyTaken { .. })) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::StorageUnavailable("the vocabulary is being changed by too many at once".into()))
    }
}

impl Answer<Service> for wire::Term {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.allow_in_tenant(Action::ViewVocabularies)?;
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        Ok(encode::term(&term::open(&entry.try_into()?)?))
    }
}
