//! From a request to its answer.

use std::ops::DerefMut;
use std::sync::Arc;

use access::{Caller, Principal};
use client::Origin;
use conventions::language::Language;
use conventions::problem::Problem;
use conventions::violations::{Validate, Violations, require_none};
use foundation::Records;
use futures::stream::{BoxStream, Stream, StreamExt, TryStreamExt};
use journal::Cause;
use keyring::TenantKey;
use server::Deadline;
use telemetry::TraceContext;
use tonic::metadata::MetadataMap;
use tonic::{Extensions, Request, Response, Status, Streaming};

use crate::{Call, Error};

/// A service, as far as its operations are alike to those of the others.
pub trait Serve: Sized + Send + Sync + 'static {
    /// What can stand against an operation of this service alone.
    type Objection: Into<Problem> + std::error::Error + Send + Sync + 'static;
    /// What an operation knows of the call that it answers.
    type Call: From<Call<Self>> + DerefMut<Target = Call<Self>> + Clone + Send + Sync + 'static;

    /// The records of the service.
    fn records(&self) -> &Records;

    /// The caller that a principal is.
    fn caller(
        &self,
        principal: Principal,
        keys: &TenantKey,
        origin: &Origin,
    ) -> impl Future<Output = Result<Caller, Error<Self::Objection>>> + Send;

    /// Answers a call: rules of single fields first, then the operation, and what went wrong in the caller's language.
    fn answer<Q, A, F>(
        self: &Arc<Self>,
        request: Request<Q>,
        operation: impl FnOnce(Self::Call, Q) -> F + Send,
    ) -> impl Future<Output = Result<Response<A>, Status>> + Send
    where
        Q: Validate + Send,
        F: Future<Output = Result<A, Error<Self::Objection>>> + Send,
    {
        async move {
            let (metadata, extensions, message) = request.into_parts();
            let language = Language::of(&metadata);
            let answer = async {
                let call = call(self, &metadata, &extensions).await?;
                let mut violations = Violations::default();
                message.validate(&mut violations);
                require_none(violations)?;
                operation(call.into(), message).await
            };
            answer.await.map(Response::new).map_err(|error| Problem::from(error).into_status(language))
        }
    }

    /// Answers a call whose answer is a stream.
    fn answer_with_stream<Q, A, F, S>(
        self: &Arc<Self>,
        request: Request<Q>,
        operation: impl FnOnce(Self::Call, Q) -> F + Send,
    ) -> impl Future<Output = Result<Response<BoxStream<'static, Result<A, Status>>>, Status>> + Send
    where
        Q: Validate + Send,
        F: Future<Output = Result<S, Error<Self::Objection>>> + Send,
        S: Stream<Item = Result<A, Error<Self::Objection>>> + Send + 'static,
    {
        async move {
            let language = Language::of(request.metadata());
            let answers = self.answer(request, operation).await?.into_inner();
            Ok(Response::new(answers.map_err(move |error| Problem::from(error).into_status(language)).boxed()))
        }
    }

    /// Answers a call whose request and answer are streams.
    fn answer_stream<Q, A, F, S>(
        self: &Arc<Self>,
        request: Request<Streaming<Q>>,
        operation: impl FnOnce(Self::Call, BoxStream<'static, Result<Q, Error<Self::Objection>>>) -> F + Send,
    ) -> impl Future<Output = Result<Response<BoxStream<'static, Result<A, Status>>>, Status>> + Send
    where
        Q: Send + 'static,
        F: Future<Output = Result<S, Error<Self::Objection>>> + Send,
        S: Stream<Item = Result<A, Error<Self::Objection>>> + Send + 'static,
    {
        async move {
            let (metadata, extensions, messages) = request.into_parts();
            let language = Language::of(&metadata);
            let status = move |error: Error<Self::Objection>| Problem::from(error).into_status(language);
            let answer = async {
                let call = call(self, &metadata, &extensions).await?;
                operation(call.into(), messages.map_err(Error::of_stream).boxed()).await
            };
            let answers = answer.await.map_err(status)?;
            Ok(Response::new(answers.map_err(status).boxed()))
        }
    }
}

async fn call<S: Serve>(
    service: &Arc<S>,
    metadata: &MetadataMap,
    extensions: &Extensions,
) -> Result<Call<S>, Error<S::Objection>> {
    let principal = extensions.get::<Principal>().ok_or(Error::PermissionDenied)?.clone();
    let deadline = extensions.get::<Deadline>().and_then(|deadline| deadline.at());
    let origin = Origin::new(metadata, deadline, extensions.get::<TraceContext>().copied());
    let records = service.records();
    let keys = records.keyring.tenant_key(&principal.tenant).await?;
    let caller = service.caller(principal, &keys, &origin).await?;
    let cause = Cause { kind: "call", id: records.clock.id() };
    Ok(Call { service: Arc::clone(service), caller, keys, cause, origin })
}
