//! One connection: HTTP/2 from its preface to its end.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tonic::transport::server::Connected;

use crate::ServerSettings;
use crate::layer::{Calls, Handler};
use crate::preface;

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
        arrived = timeout(settings.handshake_timeout, preface::arrives(&mut stream)) => matches!(arrived, Ok(Ok(true))),
        () = ending.drain.cancelled() => false,
    };
    if !is_http_2 {
        return;
    }

    let service = service_fn(move |request| {
        let (calls, peer) = (calls.clone(), peer.clone());
        async move { Ok::<_, Infallible>(calls.answer(peer, request).await) }
    });
    let mut connection = pin!(protocol(&settings).serve_connection(TokioIo::new(stream), service));

    tokio::select! {
        ended = &mut connection => return note(ended),
        () = ending.drain.cancelled() => {}
        () = sleep(jittered(settings.connection_age, &clock)) => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        ended = connection => note(ended),
        () = ending.close.cancelled() => {}
    }
}

fn protocol(settings: &ServerSettings) -> http2::Builder<TokioExecutor> {
    let mut protocol = http2::Builder::new(TokioExecutor::new());
    protocol
        .timer(TokioTimer::new())
        .max_concurrent_streams(settings.streams_per_connection.get())
        .keep_alive_interval(settings.keepalive_interval)
        .keep_alive_timeout(settings.keepalive_timeout);
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
