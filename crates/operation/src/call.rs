//! What an operation knows of the call that it answers.

use std::sync::Arc;

use access::log::{Act, Entry};
use access::{Action, Caller, ClassSet, Decision, RelationSet, Scope};
use client::Origin;
use conventions::language::Language;
use journal::{Cause, Outcome, RecordChange, RequestClaim, UniqueKey, Write};
use keyring::TenantKey;
use prost::Name;
use uuid::Uuid;

use crate::{Error, Serve};

/// A call: who makes it, in which tenant, in which trace.
pub struct Call<S> {
    /// The service that answers.
    pub service: Arc<S>,
    /// Who calls.
    pub caller: Caller,
    /// The key of the caller's tenant.
    pub keys: Arc<TenantKey>,
    /// Why what the call changes is changed.
    pub cause: Cause,
    /// Where it comes from, to ask other services in its course.
    pub origin: Origin,
}

impl<S: Serve> Call<S> {
    /// The language in which the caller wants to be told what went wrong.
    pub fn language(&self) -> Language {
        self.origin.language
    }

    /// The caller's tenant.
    pub fn tenant(&self) -> &Arc<str> {
        &self.caller.principal.tenant
    }

    /// The records on which the caller's roles allow an action.
    pub fn scope(&self, action: Action) -> Scope {
        access::scope(self.caller.principal.roles, action)
    }

    /// The classes that come with an action on a record to which the caller stands in `relations`.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`].
    pub fn allow(&self, action: Action, relations: RelationSet) -> Result<ClassSet, Error<S::Objection>> {
        match access::decide(self.caller.principal.roles, action, relations) {
            Decision::Allowed(classes) => Ok(classes),
            Decision::Denied => Err(Error::PermissionDenied),
        }
    }

    /// As [`Call::allow`], for an action that concerns the tenant and no record, or a record that does not exist.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`].
    pub fn allow_in_tenant(&self, action: Action) -> Result<ClassSet, Error<S::Objection>> {
        self.allow(action, access::Relation::Other.into())
    }

    /// Notes in the access log what is answered.
    ///
    /// # Errors
    /// [`Error::StorageUnavailable`]: then it must not be answered.
    pub async fn log(
        &self,
        act: Act,
        entity_kind: &'static str,
        records: Vec<Uuid>,
        classes: ClassSet,
    ) -> Result<(), Error<S::Objection>> {
        let (tenant, actor) = (Arc::clone(self.tenant()), self.caller.actor());
        let entry = Entry { tenant, actor, act, entity_kind, records, classes, trace: self.origin.trace };
        Ok(self.service.records().access_log.record(entry).await?)
    }

    /// The claim that makes a request repeatable; none without a request id. Take the id out of the request before.
    ///
    /// # Errors
    /// [`Error::Problem`] when it is no UUID.
    pub fn request_claim<Q: Name>(
        &self,
        request_id: &str,
        request: &Q,
    ) -> Result<Option<RequestClaim>, Error<S::Objection>> {
        let id = conventions::request_id::parse(request_id)?;
        Ok(id.map(|id| RequestClaim {
            principal: self.caller.actor(),
            id,
            fingerprint: conventions::request_id::fingerprint(&self.keys, request),
        }))
    }

    /// A write of one record.
    pub fn write(
        &self,
        request: Option<RequestClaim>,
        claims: Vec<UniqueKey>,
        releases: Vec<UniqueKey>,
        change: RecordChange,
    ) -> Write {
        Write {
            tenant: Arc::clone(self.tenant()),
            actor: self.caller.actor(),
            cause: self.cause,
            trace: self.origin.trace.map(|trace| trace.to_bytes().to_vec()).unwrap_or_default(),
            fence: None,
            request,
            claims,
            releases,
            limits: Vec::new(),
            records: vec![change],
        }
    }

    /// Writes, or with `validate_only` asks whether it could be written.
    ///
    /// # Errors
    /// Those of the journal.
    pub async fn commit(&self, write: Write, validate_only: bool) -> Result<Outcome, journal::WriteError> {
        let journal = &self.service.records().journal;
        if validate_only { journal.validate(&write).await } else { journal.write(write).await }
    }
}

impl<S> Clone for Call<S> {
    fn clone(&self) -> Self {
        Self {
            service: Arc::clone(&self.service),
            caller: self.caller.clone(),
            keys: Arc::clone(&self.keys),
            cause: self.cause,
            origin: self.origin.clone(),
        }
    }
}
