//! Changes that are asked for again with the same request id: they are made once, and answered the same.

use journal::{Outcome, RequestClaim};
use uuid::Uuid;

use crate::{Call, Error, Serve};

/// How many times in a row somebody else may change a record before an operation does.
const MOST_CONFLICTS: usize = 100;

/// What a change answers: a record.
pub trait Answer<S: Serve>: Sized {
    /// The same answer again: the record as a change left it, as far as the caller may see it now.
    fn again(call: &S::Call, id: Uuid, revision: i64)
    -> impl Future<Output = Result<Self, Error<S::Objection>>> + Send;
}

impl<S: Serve> Call<S> {
    /// Runs an operation, unless its request was answered before: then the answer is the record as that call left it.
    ///
    /// # Errors
    /// Those of the operation, and of reading what was answered.
    pub async fn once<A: Answer<S>>(
        &self,
        request: Option<&RequestClaim>,
        operation: impl Future<Output = Result<A, Error<S::Objection>>>,
    ) -> Result<A, Error<S::Objection>> {
        if let Some(answer) = self.answered_before(request).await? {
            return Ok(answer);
        }
        match operation.await {
            Ok(answer) => Ok(answer),
            // The same request may have come first on another connection, and be what stands in the way.
            Err(error) => self.answered_before(request).await.ok().flatten().ok_or(error),
        }
    }

    /// As [`Call::once`], of an operation on a record that also changes by itself: where the caller named no revision, it means the
    /// record as it is, and the operation runs again when that changed meanwhile.
    ///
    /// # Errors
    /// As [`Call::once`].
    pub async fn once_on_latest<A: Answer<S>, F: Future<Output = Result<A, Error<S::Objection>>>>(
        &self,
        request: Option<&RequestClaim>,
        names_revision: bool,
        operation: impl Fn() -> F,
    ) -> Result<A, Error<S::Objection>> {
        let on_latest = async {
            for _ in 0..MOST_CONFLICTS {
                match operation().await {
                    Err(Error::EtagMismatch { .. }) if !names_revision => {}
                    outcome => return outcome,
                }
            }
            operation().await
        };
        self.once(request, on_latest).await
    }

    /// What was answered to a request before.
    ///
    /// # Errors
    /// Those of the journal, and of reading the record.
    pub async fn answered_before<A: Answer<S>>(
        &self,
        request: Option<&RequestClaim>,
    ) -> Result<Option<A>, Error<S::Objection>> {
        let Some(request) = request else { return Ok(None) };
        match self.service.records().journal.answered(self.tenant(), request).await? {
            Some(Outcome::Replayed { id, revision, .. }) => {
                Ok(Some(A::again(&S::Call::from(self.clone()), id, revision).await?))
            }
            Some(Outcome::Committed(_)) | None => Ok(None),
        }
    }
}
