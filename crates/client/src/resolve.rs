//! The addresses of a name, asked for again and again.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::sync::mpsc::Sender;
use tokio::sync::watch;
use tonic::transport::Endpoint;
use tonic::transport::channel::Change;

/// How often a name is resolved again: replicas come and go.
const PERIOD: Duration = Duration::from_secs(5);
/// How long a connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How often is asked whether a silent connection still stands, and how long the answer may take.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(5);

/// What is known of the addresses of a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Known {
    /// It is looked up for the first time.
    NotYet,
    /// It has none.
    None,
    /// It has some.
    Some,
}

/// Keeps the endpoints of a channel those of the name, for as long as somebody has the channel, and tells whether there are any.
pub(crate) async fn follow(
    authority: String,
    changes: Sender<Change<SocketAddr, Endpoint>>,
    tell: watch::Sender<Known>,
) {
    let mut known = BTreeSet::new();
    loop {
        match lookup_host(&authority).await {
            Ok(found) => {
                let found: BTreeSet<_> = found.collect();
                for change in difference(&known, &found) {
                    if changes.send(change).await.is_err() {
                        return;
                    }
                }
                known = found;
            }
            // Those that were known before are asked on.
            Err(error) => tracing::warn!(%error, name = authority, "a name could not be resolved"),
        }
        tell.send_replace(if known.is_empty() { Known::None } else { Known::Some });
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            () = changes.closed() => return,
        }
    }
}

fn difference(known: &BTreeSet<SocketAddr>, found: &BTreeSet<SocketAddr>) -> Vec<Change<SocketAddr, Endpoint>> {
    let come = found.difference(known).filter_map(|address| Some(Change::Insert(*address, endpoint(*address)?)));
    let gone = known.difference(found).map(|address| Change::Remove(*address));
    come.chain(gone).collect()
}

fn endpoint(address: SocketAddr) -> Option<Endpoint> {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).ok()?;
    Some(
        endpoint
            .connect_timeout(CONNECT_TIMEOUT)
            .http2_keep_alive_interval(KEEP_ALIVE)
            .keep_alive_timeout(KEEP_ALIVE_TIMEOUT)
            .tcp_nodelay(true),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_inserted_and_what_went_is_removed() {
        let set = |ports: &[u16]| ports.iter().map(|port| SocketAddr::from(([127, 0, 0, 1], *port))).collect();
        let changes = difference(&set(&[1, 2]), &set(&[2, 3]));
        let told: Vec<_> = changes
            .iter()
            .map(|change| match change {
                Change::Insert(address, _) => ('+', address.port()),
                Change::Remove(address) => ('-', address.port()),
            })
            .collect();
        assert_eq!(told, [('+', 3), ('-', 1)]);
        assert!(difference(&set(&[1]), &set(&[1])).is_empty());
    }
}
