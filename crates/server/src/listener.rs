//! Taking connections.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::ServerError;

/// How long to wait after the system refused to hand over a connection, as it does while the process has no file
/// descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, ServerError> {
    TcpListener::bind(address).await.map_err(|reason| match reason.kind() {
        io::ErrorKind::AddrInUse => ServerError::InUse { address },
        _ => ServerError::Address { address, reason },
    })
}

/// Takes connections and gives each to `serve`, at most `limit` at a time, until `stop`. Then the port is free again.
pub(crate) async fn accept<F>(
    listener: TcpListener,
    limit: u32,
    stop: CancellationToken,
    serve: impl Fn(TcpStream) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(limit as usize));
    let mut is_full = false;
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Ok(place) = places.clone().try_acquire_owned() else {
            if !std::mem::replace(&mut is_full, true) {
                tracing::warn!(limit, "more connections than `server.connections`: closing those above");
            }
            continue;
        };
        is_full = false;
        let connection = serve(stream);
        tokio::spawn(async move {
            connection.await;
            drop(place);
        });
    }
}
