//! What an operation knows of the call that it answers.

use std::sync::Arc;

use access::log::{Act, Entry};
use access::{Action, Caller, ClassSet, Decision, Principal, RelationSet, Scope};
use conventions::language::Language;
use conventions::problem::Problem;
use conventions::violations::{Validate, Violations, require_none};
use futures::stream::{BoxStream, Stream, StreamExt, TryStreamExt};
use journal::{Cause, Outcome, RecordChange, RequestClaim, UniqueKey, Write};
use keyring::TenantKey;
use prost::Name;
use telemetry::TraceContext;
use tonic::{Request, Response, Status, Streaming};
use uuid::Uuid;

use crate::Service;
use crate::error::Error;

/// A call: who makes it, in which tenant, in which trace.
#[derive(Clone)]
pub struct Call {
    /// The service that answers.
    pub service: Arc<Service>,
    /// Who calls.
    pub caller: Caller,
    /// The key of the caller's tenant.
    pub keys: Arc<TenantKey>,
    /// Why what the call changes is changed.
    pub cause: Cause,
    /// The language in which the caller wants to be told what went wrong.
    pub language: Language,
    trace: Option<TraceContext>,
}

impl Service {
    /// Answers a call: rules of single fields first, then the operation, and what went wrong in the caller's language.
    pub(crate) async fn answer<Q: Validate, A, F>(
        self: &Arc<Self>,
        request: Request<Q>,
        operation: impl FnOnce(Call, Q) -> F,
    ) -> Result<Response<A>, Status>
    where
        F: Future<Output = Result<A, Error>>,
    {
        let language = Language::of(request.metadata());
        let answer = async {
            let (_, extensions, message) = request.into_parts();
            let principal = extensions.get::<Principal>().ok_or(Error::PermissionDenied)?;
            let call = self.call(principal.clone(), extensions.get::<TraceContext>().copied(), language).await?;
            let mut violations = Violations::default();
            message.validate(&mut violations);
            require_none(violations)?;
            operation(call, message).await
        };
        answer.await.map(Response::new).map_err(|error: Error| Problem::from(error).into_status(language))
    }

    /// Answers a call whose answer is a stream.
    pub(crate) async fn answer_with_stream<Q: Validate, A, F, S>(
        self: &Arc<Self>,
        request: Request<Q>,
        operation: impl FnOnce(Call, Q) -> F,
    ) -> Result<Response<BoxStream<'static, Result<A, Status>>>, Status>
    where
        F: Future<Output = Result<S, Error>>,
        S: Stream<Item = Result<A, Error>> + Send + 'static,
    {
        let language = Language::of(request.metadata());
        let answers = self.answer(request, operation).await?.into_inner();
        Ok(Response::new(answers.map_err(move |error| Problem::from(error).into_status(language)).boxed()))
    }

    /// Answers a call whose request and answer are streams.
    pub(crate) async fn answer_stream<Q, A, F, S>(
        self: &Arc<Self>,
        request: Request<Streaming<Q>>,
        operation: impl FnOnce(Call, BoxStream<'static, Result<Q, Error>>) -> F,
    ) -> Result<Response<BoxStream<'static, Result<A, Status>>>, Status>
    where
        Q: Send + 'static,
        F: Future<Output = Result<S, Error>>,
        S: Stream<Item = Result<A, Error>> + Send + 'static,
    {
        let language = Language::of(request.metadata());
        let status = move |error: Error| Problem::from(error).into_status(language);
        let answer = async {
            let (_, extensions, messages) = request.into_parts();
            let principal = extensions.get::<Principal>().ok_or(Error::PermissionDenied)?;
            let call = self.call(principal.clone(), extensions.get::<TraceContext>().copied(), language).await?;
            operation(call, messages.map_err(|_| Error::Ended).boxed()).await
        };
        let answers = answer.await.map_err(status)?;
        Ok(Response::new(answers.map_err(status).boxed()))
    }

    pub(crate) async fn call(
        self: &Arc<Self>,
        principal: Principal,
        trace: Option<TraceContext>,
        language: Language,
    ) -> Result<Call, Error> {
        let keys = self.keyring.tenant_key(&principal.tenant).await?;
        let caller = self.directory.caller(principal, &keys).await?;
        let cause = Cause { kind: "call", id: self.clock.id() };
        Ok(Call { service: Arc::clone(self), caller, keys, cause, language, trace })
    }
}

impl Call {
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
    pub fn allow(&self, action: Action, relations: RelationSet) -> Result<ClassSet, Error> {
        match access::decide(self.caller.principal.roles, action, relations) {
            Decision::Allowed(classes) => Ok(classes),
            Decision::Denied => Err(Error::PermissionDenied),
        }
    }

    /// As [`Call::allow`], for an action that concerns the tenant and no record, or a record that does not exist.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`].
    pub fn allow_in_tenant(&self, action: Action) -> Result<ClassSet, Error> {
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
    ) -> Result<(), Error> {
        let (tenant, actor) = (Arc::clone(self.tenant()), self.caller.actor());
        let entry = Entry { tenant, actor, act, entity_kind, records, classes, trace: self.trace };
        Ok(self.service.access_log.record(entry).await?)
    }

    /// The claim that makes a request repeatable; none without a request id. Take the id out of the request before.
    ///
    /// # Errors
    /// [`Error::Problem`] when it is no UUID.
    pub fn request_claim<Q: Name>(&self, request_id: &str, request: &Q) -> Result<Option<RequestClaim>, Error> {
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
            trace: self.trace.map(|trace| trace.to_bytes().to_vec()).unwrap_or_default(),
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
        let journal = &self.service.journal;
        if validate_only { journal.validate(&write).await } else { journal.write(write).await }
    }
}
