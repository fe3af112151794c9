//! Changes that are asked for again with the same request id: they are made once, and answered the same.

use journal::{Outcome, RequestClaim};
use uuid::Uuid;

use crate::call::Call;
use crate::error::Error;

/// What a change answers: a record.
pub(crate) trait Answer: Sized {
    /// The same answer again: the record as a change left it, as far as the caller may see it now.
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error>;
}

impl Call {
    /// Runs an operation, unless its request was answered before: then the answer is the record as that call left it.
    pub(crate) async fn once<A: Answer>(
        &self,
        request: Option<&RequestClaim>,
        operation: impl Future<Output = Result<A, Error>>,
    ) -> Result<A, Error> {
        if let Some(answer) = self.answered_before(request).await? {
            return Ok(answer);
        }
        match operation.await {
            Ok(answer) => Ok(answer),
            // The same request may have come first on another connection, and be what stands in the way.
            Err(error) => self.answered_before(request).await?.ok_or(error),
        }
    }

    /// What was answered to a request before.
    pub(crate) async fn answered_before<A: Answer>(&self, request: Option<&RequestClaim>) -> Result<Option<A>, Error> {
        let Some(request) = request else { return Ok(None) };
        match self.service.journal.answered(self.tenant(), request).await? {
            Some(Outcome::Replayed { id, revision, .. }) => Ok(Some(A::again(self, id, revision).await?)),
            Some(Outcome::Committed(_)) | None => Ok(None),
        }
    }
}
