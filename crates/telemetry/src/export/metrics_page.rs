//! `/metrics`: what Prometheus reads.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use prometheus::{Registry, TEXT_FORMAT, TextEncoder};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// The page.
const PATH: &str = "/metrics";

/// Connections at once; those above wait.
const CONNECTIONS: usize = 8;

/// The longest that a reader may take to ask, and the longest that it may stay silent.
const ASKING_TIMEOUT: Duration = Duration::from_secs(30);

/// How long to wait after the system refused to hand over a connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves the page for ever.
pub(crate) async fn serve(listener: TcpListener, registry: Registry) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while let Ok(place) = places.clone().acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let registry = registry.clone();
        tokio::spawn(async move {
            let answer = service_fn(|request| std::future::ready(Ok::<_, Infallible>(answer(&request, &registry))));
            let mut protocol = http1::Builder::new();
            protocol.timer(TokioTimer::new()).header_read_timeout(ASKING_TIMEOUT);
            if let Err(error) = protocol.serve_connection(TokioIo::new(stream), answer).await {
                tracing::debug!(%error, "a reader of /metrics broke off");
            }
            drop(place);
        });
    }
}

fn answer(request: &Request<Incoming>, registry: &Registry) -> Response<Full<Bytes>> {
    let page = if request.uri().path() != PATH {
        Err(StatusCode::NOT_FOUND)
    } else if request.method() != Method::GET {
        Err(StatusCode::METHOD_NOT_ALLOWED)
    } else {
        TextEncoder::new().encode_to_string(&registry.gather()).map_err(|error| {
            tracing::error!(%error, "the metrics cannot be written as text");
            StatusCode::INTERNAL_SERVER_ERROR
        })
    };
    let mut response = Response::default();
    match page {
        Ok(text) => {
            response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static(TEXT_FORMAT));
            *response.body_mut() = Full::from(text);
        }
        Err(status) => *response.status_mut() = status,
    }
    response
}
