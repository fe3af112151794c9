//! What every call passes, from the outermost layer to the handler.
//!
//! [`Calls::answer`] and [`Calls::admit`] are the layers in their order, each a file of this folder: trace context, request
//! log with span and metrics, deadline, concurrency, panic guard, then the caller's authentication around the services,
//! which hold to the sizes. They are functions in one future rather than services around services, so that passing them
//! allocates nothing.

pub(crate) mod bare_status;
mod concurrency;
pub(crate) mod deadline;
pub(crate) mod panic_guard;
pub(crate) mod request_log;
mod sizes;
mod trace_context;

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use clock::Clock;
use conventions::problem::Problem;
use http::header::SERVER;
use http::request::Parts;
use http::{HeaderValue, Request, Response};
use telemetry::{ServerMetrics, TraceContext};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tonic::body::Body;
use tonic::service::Routes;
use tonic::transport::server::TcpConnectInfo;
use tower::{BoxError, Service, ServiceExt};
use tracing::Instrument;

use crate::ServerSettings;
use crate::layer::deadline::Deadline;
use crate::method::{Method, Methods};
use crate::refusal::AcceptLanguage;
use crate::response_body::{Held, ResponseBody};

/// How the paths of health and reflection begin. They are answered without authentication and take no place among the
/// calls under way: probes carry no token, the contract is public, and a full server is not a dead one.
const OPEN: &str = "/grpc.";

/// What health and reflection name as the server, so that who looks after it sees its release.
const RELEASE: &str = concat!("dossier/", env!("CARGO_PKG_VERSION"));

/// What answers a call that has passed the layers: the services, with authentication around them.
pub trait Handler:
    Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send> + Clone + Send + Sync + 'static
{
}

impl<S> Handler for S where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// Everything that calls meet.
#[derive(Debug)]
pub(crate) struct Calls<H> {
    open: Routes,
    handler: H,
    methods: Methods,
    places: Arc<Semaphore>,
    settings: Arc<ServerSettings>,
    clock: Clock,
    pub(crate) metrics: Arc<ServerMetrics>,
}

impl<H: Handler> Calls<H> {
    pub(crate) fn new(open: Routes, handler: H, methods: Methods, settings: Arc<ServerSettings>, clock: Clock) -> Self {
        let places = Arc::new(Semaphore::new(settings.calls.get() as usize));
        Self { open, handler, methods, places, settings, clock, metrics: Arc::new(ServerMetrics::new()) }
    }

    /// The origins of the web pages that may call.
    pub(crate) fn web_origins(&self) -> &[HeaderValue] {
        &self.settings.web_origins
    }

    /// The layers that a call passes whatever becomes of it.
    pub(crate) async fn answer<B>(&self, peer: TcpConnectInfo, request: Request<B>) -> Response<ResponseBody>
    where
        B: hyper::body::Body<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static,
    {
        let (mut head, body) = request.into_parts();
        head.extensions.insert(peer);
        let method = self.methods.at(head.uri.path());

        let (trace, parent) = trace_context::join(&mut head, &self.clock);
        let span = trace_context::span(trace, method);
        let slow = self.settings.slow_call;
        let (mut record, body) =
            request_log::open(&mut head, body, method, (trace, parent), slow, self.metrics.clone());

        let language = AcceptLanguage::of(&head.headers);
        let admitted = self.admit(head, Body::new(body), method, trace).instrument(span.clone()).await;
        let (mut response, held) =
            admitted.unwrap_or_else(|problem| (language.tell(problem).into_http(), Held::default()));

        record.see(response.headers());
        trace_context::tell(&mut response, trace);
        let settings = self.settings.clone();
        response.map(|body| ResponseBody { body, held, trace, language, span, record, settings })
    }

    /// The layers that may refuse a call, and the handler.
    async fn admit(
        &self,
        mut head: Parts,
        body: Body,
        method: &Method,
        trace: TraceContext,
    ) -> Result<(Response<Body>, Held), Problem> {
        let is_open = head.uri.path().starts_with(OPEN);
        let deadline = Deadline::of(&head.headers, method, &self.settings)?;
        head.extensions.insert(deadline);
        let place = if is_open { None } else { Some(self.enter()?) };

        let request = Request::from_parts(head, body);
        let handled = panic_guard::guard(trace, async {
            if is_open { self.open.clone().call(request).await } else { self.handler.clone().oneshot(request).await }
        });
        let Ok(response) = deadline.bound(handled).await??;
        let mut response = bare_status::explain(response, &self.settings)?;
        if is_open {
            response.headers_mut().insert(SERVER, HeaderValue::from_static(RELEASE));
        }
        let end = if method.is_stream { deadline.passing() } else { None };
        Ok((response, Held { _place: place, end }))
    }

    fn enter(&self) -> Result<OwnedSemaphorePermit, Problem> {
        concurrency::enter(&self.places, self.settings.calls).inspect_err(|_| self.metrics.shed())
    }
}
