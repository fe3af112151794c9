//! What stands before the replicas of a service, as in a cluster: connections go to one of them in turn.

use std::sync::{Arc, Mutex};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::AbortOnDropHandle;

/// A port whose connections go to replicas.
pub struct Balancer {
    /// The ports of those that take connections, that of the next first.
    replicas: Arc<Mutex<Vec<u16>>>,
    _accepting: AbortOnDropHandle<()>,
}

impl Balancer {
    /// Takes connections at a port.
    pub async fn at(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let replicas = Arc::new(Mutex::new(Vec::new()));
        let accepting = tokio::spawn(accept(listener, Arc::clone(&replicas)));
        Self { replicas, _accepting: AbortOnDropHandle::new(accepting) }
    }

    /// Sends connections to a replica from now on.
    pub fn admit(&self, port: u16) {
        self.replicas.lock().unwrap().push(port);
    }

    /// Sends no new connection to a replica any more; those that it has stay.
    pub fn dismiss(&self, port: u16) {
        self.replicas.lock().unwrap().retain(|replica| *replica != port);
    }
}

async fn accept(listener: TcpListener, replicas: Arc<Mutex<Vec<u16>>>) {
    while let Ok((mut caller, _)) = listener.accept().await {
        let next = {
            let mut replicas = replicas.lock().unwrap();
            if !replicas.is_empty() {
                replicas.rotate_left(1);
            }
            replicas.last().copied()
        };
        let Some(port) = next else { continue };
        tokio::spawn(async move {
            let Ok(mut replica) = TcpStream::connect(("127.0.0.1", port)).await else { return };
            // Whichever side ends it: both see it ended.
            let _ = copy_bidirectional(&mut caller, &mut replica).await;
        });
    }
}
