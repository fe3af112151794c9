//! The endpoint that a call is about: found, opened, and written.

use access::Action;
use contracts::reminder::v1 as wire;
use journal::{Outcome, RequestClaim};
use keyring::SubjectKey;
use operation::Answer;
use uuid::Uuid;

use super::encode;
use crate::Service;
use crate::call::Call;
use crate::domain::endpoint::Endpoint;
use crate::error::{Error, Objection};
use crate::store::{delivery_list, endpoint};

/// An endpoint as it is now.
pub(super) struct Target {
    pub endpoint: Endpoint,
    pub key: SubjectKey,
}

/// What a call makes of an endpoint.
pub(super) struct Change {
    pub after: Endpoint,
    pub key: SubjectKey,
    pub request: Option<RequestClaim>,
    pub validate_only: bool,
}

impl Call {
    /// The endpoint of an id. Rights come before existence.
    pub(super) async fn endpoint(&self, id: &str) -> Result<Target, Error> {
        self.allow_in_tenant(Action::ManageEndpoints)?;
        let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
        let row = endpoint::find(self.service.database(), self.tenant(), id).await?.ok_or(Error::NotFound)?;
        let keyring = &self.service.records.keyring;
        Ok(Target { endpoint: endpoint::open(keyring, &row).await?, key: endpoint::key(keyring, &row).await? })
    }

    /// Writes a revision of an endpoint, and answers it.
    pub(super) async fn change_endpoint(&self, change: Change) -> Result<wire::Endpoint, Error> {
        let Change { mut after, key, request, validate_only } = change;
        let record = endpoint::change(self.tenant(), &after, &key, self.service.records.clock.salt())?;
        let mut write = self.write(request, Vec::new(), Vec::new(), record);
        if after.revision == 1 {
            write.limits.push(endpoint::limit(self.tenant()));
        }
        match self.commit(write, validate_only).await.map_err(Error::from) {
            Ok(Outcome::Committed(recorded)) => {
                after.update_time = recorded.first().map_or(after.update_time, |recorded| recorded.time);
            }
            Ok(Outcome::Replayed { id, revision, .. }) => return wire::Endpoint::again(self, id, revision).await,
            Err(Error::LimitReached { .. }) => return Err(Objection::TooManyEndpoints.into()),
            Err(error) => return Err(error),
        }
        self.changed_endpoint(&after).await
    }

    /// The endpoint on the wire, with how it fares.
    pub(super) async fn sent_endpoint(&self, endpoint: &Endpoint) -> Result<wire::Endpoint, Error> {
        let now = self.service.now().await?;
        let (database, since) = (self.service.database(), endpoint.update_time);
        let circuit = delivery_list::circuit(database, self.tenant(), endpoint.id, since, now).await?;
        Ok(encode::endpoint(endpoint, circuit, now))
    }

    /// The endpoint as the call that changed it is answered: with the secret, if the call brought it.
    async fn changed_endpoint(&self, endpoint: &Endpoint) -> Result<wire::Endpoint, Error> {
        let mut sent = self.sent_endpoint(endpoint).await?;
        if endpoint.facts.secret_revision == endpoint.revision {
            sent.secret = endpoint.personal.as_ref().map(|personal| personal.secret.clone()).unwrap_or_default();
        }
        Ok(sent)
    }
}

impl Answer<Service> for wire::Endpoint {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        let entry = call.service.records.journal.revision(call.tenant(), id, revision).await?.ok_or(Error::NotFound)?;
        let endpoint = endpoint::of_entry(&call.service.records.keyring, &entry).await?;
        call.allow_in_tenant(Action::ManageEndpoints)?;
        call.changed_endpoint(&endpoint).await
    }
}
