//! gRPC-Web: calls of web pages, on the same port.
//!
//! They come by HTTP/1.1 from browsers and by HTTP/2 from proxies that end TLS. A page is let in by its origin, and its
//! call then passes every layer as others do, its `Origin` still with it: who may call without a token is for
//! authentication to say.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_TYPE, ORIGIN};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Version};
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use telemetry::TraceContext;
use tonic::Status;
use tonic::body::Body;
use tonic::transport::server::TcpConnectInfo;
use tonic_web::GrpcWebLayer;
use tower::{ServiceBuilder, ServiceExt, service_fn};
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

use crate::layer::{Calls, Handler};
use crate::response_body::ResponseBody;

/// How the content types of gRPC-Web begin.
const CONTENT_TYPES: &[u8] = b"application/grpc-web";

/// How long a browser may remember what a page may send.
const PREFLIGHT_AGE: Duration = Duration::from_secs(600);

/// What a page may read of a response beside its body: a call that is refused has its status there.
const READABLE: [HeaderName; 4] = [
    Status::GRPC_STATUS,
    Status::GRPC_MESSAGE,
    Status::GRPC_STATUS_DETAILS,
    HeaderName::from_static(TraceContext::HEADER),
];

/// For people who look what is here, and for who develops a page.
const NOT_A_PAGE_OF_OURS: &str =
    "This port speaks gRPC over HTTP/2, and gRPC-Web to the pages whose origin is in `server.web_origins`.\n";

/// Answers a call, be it of a page or not.
pub(crate) async fn answer<H: Handler>(
    calls: Arc<Calls<H>>,
    peer: TcpConnectInfo,
    request: Request<Incoming>,
) -> Response<Either<ResponseBody, Body>> {
    let origins = calls.web_origins();
    if !is_of_a_page(&request) {
        return calls.answer(peer, request).await.map(Either::Left);
    }
    if !has_one_of(origins, request.headers()) {
        let mut response = Response::new(Either::Right(Body::new(Full::from(NOT_A_PAGE_OF_OURS))));
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    }
    let layers = ServiceBuilder::new().layer(cors(origins)).layer(GrpcWebLayer::new());
    let call = service_fn(|request: Request<Body>| {
        let (calls, peer) = (calls.clone(), peer.clone());
        async move { Ok::<_, Infallible>(calls.answer(peer, request).await) }
    });
    let Ok(response) = layers.service(call).oneshot(request).await;
    response.map(Either::Right)
}

/// Whether a request is what only a page sends: no client of gRPC speaks HTTP/1.1, or asks what it may send.
fn is_of_a_page(request: &Request<Incoming>) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    request.version() != Version::HTTP_2
        || request.method() == Method::OPTIONS
        || content_type.starts_with(CONTENT_TYPES)
}

fn has_one_of(origins: &[HeaderValue], headers: &HeaderMap) -> bool {
    let mut sent = headers.get_all(ORIGIN).iter();
    sent.next().is_some_and(|origin| origins.contains(origin)) && sent.next().is_none()
}

/// A page may send whatever headers a call has. It is not asked to send cookies, which are no part of a call.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(READABLE)
        .max_age(PREFLIGHT_AGE)
}
