//! The layer that puts the [`Principal`](crate::Principal) of a call into its extensions, or refuses it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use contracts::validation::Wording;
use conventions::language::Language;
use conventions::problem::Problem;
use http::{Extensions, HeaderMap, Request, Response};
use telemetry::CallerSlot;
use tonic::Status;
use tonic::metadata::MetadataMap;
use tower::{Layer, Service};

use crate::{Authenticator, Principal, PrincipalKind, Unauthenticated};

/// Authenticates every call. What stands behind it finds the [`Principal`] in the extensions of the request.
#[derive(Clone)]
pub struct AuthenticateLayer {
    authenticator: Arc<Authenticator>,
}

impl AuthenticateLayer {
    /// A layer that asks `authenticator`.
    pub fn new(authenticator: Authenticator) -> Self {
        Self { authenticator: Arc::new(authenticator) }
    }
}

impl<S> Layer<S> for AuthenticateLayer {
    type Service = Authenticate<S>;

    fn layer(&self, inner: S) -> Authenticate<S> {
        Authenticate { authenticator: Arc::clone(&self.authenticator), inner }
    }
}

/// A service that only callers who are known reach.
#[derive(Clone)]
pub struct Authenticate<S> {
    authenticator: Arc<Authenticator>,
    inner: S,
}

impl<S, Body, Answer> Service<Request<Body>> for Authenticate<S>
where
    S: Service<Request<Body>, Response = Response<Answer>> + Clone + Send + 'static,
    S::Future: Send,
    Body: Send + 'static,
    Answer: Default,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let authenticator = Arc::clone(&self.authenticator);
        // The service that was polled ready is the one to call.
        let fresh = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, fresh);
        Box::pin(async move {
            let (mut head, body) = request.into_parts();
            match authenticator.authenticate(&head).await {
                Ok(principal) => {
                    tell_telemetry(&head.extensions, &principal);
                    head.extensions.insert(principal);
                    inner.call(Request::from_parts(head, body)).await
                }
                Err(reason) => {
                    tracing::info!(%reason, "a call is refused");
                    Ok(refusal(reason, head.headers).into_http())
                }
            }
        })
    }
}

fn tell_telemetry(extensions: &Extensions, principal: &Principal) {
    if let Some(slot) = extensions.get::<CallerSlot>() {
        let kind = match principal.kind {
            PrincipalKind::Staff => "staff",
            PrincipalKind::Service => "service",
            PrincipalKind::Local => "local",
        };
        slot.fill(telemetry::Caller { kind, tenant: Arc::clone(&principal.tenant) });
    }
}

/// The same for every reason why nobody is known to call, so that no one learns from it how to get in.
fn refusal(reason: Unauthenticated, headers: HeaderMap) -> Status {
    let language = Language::of(&MetadataMap::from_headers(headers));
    if let Unauthenticated::NotInTenant(_) = reason {
        let message = Wording::new(
            "only a service may name a tenant: leave the header `dossier-tenant` out",
            "只有系统服务可以指定租户：请去掉请求头 `dossier-tenant`",
        );
        return Problem::permission_denied("PERMISSION_DENIED", message).into_status(language);
    }
    let message = Wording::new(
        "the call needs a valid token: send the header `authorization: Bearer <token>`",
        "调用需要有效的令牌：请发送请求头 `authorization: Bearer <令牌>`",
    );
    Problem::unauthenticated("UNAUTHENTICATED", message).into_status(language)
}
