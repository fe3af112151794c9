//! A relay before the PostgreSQL server, that vanishes when it is told to.

use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

/// Stands before a server until it is dropped.
pub struct Relay {
    url: String,
    silence: Arc<watch::Sender<()>>,
    accepting: AbortOnDropHandle<()>,
}

impl Relay {
    /// A relay before the server of this address.
    pub async fn before(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (authority, path) = rest.split_once('/').unwrap();
        let (user, server) = authority.rsplit_once('@').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{scheme}://{user}@{}/{path}", listener.local_addr().unwrap());
        let silence = Arc::new(watch::Sender::new(()));
        let accepting = tokio::spawn(accept(listener, server.to_owned(), Arc::clone(&silence)));
        Self { url, silence, accepting: AbortOnDropHandle::new(accepting) }
    }

    /// The address by which the server is reached through it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Says nothing more on the connections that there are, and leaves them open. New ones are served.
    pub fn fall_silent(&self) {
        self.silence.send_replace(());
    }

    /// Takes no new connections, and says nothing more on those that there are.
    pub fn vanish(&self) {
        self.accepting.abort();
        self.fall_silent();
    }
}

async fn accept(listener: TcpListener, server: String, silence: Arc<watch::Sender<()>>) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        tokio::spawn(relay(client, server.clone(), silence.subscribe()));
    }
}

async fn relay(mut client: TcpStream, server: String, mut silence: watch::Receiver<()>) {
    let mut server = TcpStream::connect(server).await.unwrap();
    tokio::select! {
        // Either end has closed.
        _ = copy_bidirectional(&mut client, &mut server) => {}
        _ = silence.changed() => {
            drop(server);
            std::future::pending::<()>().await;
        }
    }
}
