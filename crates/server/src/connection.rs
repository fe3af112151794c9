//! One connection, from its first bytes to its end: HTTP/2, or the HTTP/1.1 of web pages.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tonic::transport::server::Connected;

use crate::ServerSettings;
use crate::layer::{Calls, Handler};
use crate::{preface, web};

/// When connections end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ending {
    /// No new calls; those under way end in their own time.
    pub(crate) drain: CancellationToken,
    /// At once.
    pub(crate) close: CancellationToken,
}

/// Answers the calls of a connection until it ends.
pub(crate) async fn serve<H: Handler>(
    mut stream: TcpStream,
    calls: Arc<Calls<H>>,
    settings: Arc<ServerSettings>,
    clock: Clock,
    ending: Ending,
) {
    // Without it every small answer waits 40 ms for an acknowledgement. A socket that refuses is closed already.
    let _ = stream.set_nodelay(true);
    let peer = stream.connect_info();
    let is_http_2 = tokio::select! {
        arrived = timeout(settings.handshake_timeout, preface::arrives(&stream)) => arrived,
        () = ending.drain.cancelled() => return,
    };
    let Ok(Ok(is_http_2)) = is_http_2 else { return };

    let takes_web_pages = !calls.web_origins().is_empty();
    let service = service_fn(move |request| {
        let (calls, peer) = (calls.clone(), peer.clone());
        async move { Ok::<_, Infallible>(web::answer(calls, peer, request).await) }
    });
    if is_http_2 {
        hold(http_2(&settings).serve_connection(TokioIo::new(stream), service), &settings, &clock, &ending).await;
    } else if takes_web_pages {
        hold(http_1(&settings).serve_connection(TokioIo::new(stream), service), &settings, &clock, &ending).await;
    } else {
        // Whom nobody can tell is gone.
        let _ = timeout(settings.handshake_timeout, preface::refuse(&mut stream)).await;
    }
}

/// Serves a connection until it ends by itself, by its age or with the server.
async fn hold(
    connection: impl GracefulConnection<Error = hyper::Error>,
    settings: &ServerSettings,
    clock: &Clock,
    ending: &Ending,
) {
    let mut connection = pin!(connection);
    tokio::select! {
        ended = &mut connection => return note(ended),
        () = ending.drain.cancelled() => {}
        () = sleep(jittered(settings.connection_age, clock)) => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        ended = connection => note(ended),
        () = ending.close.cancelled() => {}
    }
}

fn http_2(settings: &ServerSettings) -> http2::Builder<TokioExecutor> {
    let mut protocol = http2::Builder::new(TokioExecutor::new());
    protocol
        .timer(TokioTimer::new())
        .max_concurrent_streams(settings.streams_per_connection.get())
        .keep_alive_interval(settings.keepalive_interval)
        .keep_alive_timeout(settings.keepalive_timeout);
    protocol
}

fn http_1(settings: &ServerSettings) -> http1::Builder {
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(settings.handshake_timeout);
    protocol
}

/// The age, a tenth more or less, so that connections which began together do not end together.
fn jittered(age: Duration, clock: &Clock) -> Duration {
    let (_, random) = clock.id().as_u64_pair();
    age.mul_f64(0.9 + 0.2 * (random % 1_000) as f64 / 1_000.0)
}

fn note(ended: hyper::Result<()>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}
