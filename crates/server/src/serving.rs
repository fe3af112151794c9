//! From the port to the drain.

use std::net::SocketAddr;
use std::sync::Arc;

use clock::Clock;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::task::TaskTracker;
use tonic::service::Routes;
use tonic_health::ServingStatus;
use tonic_health::server::{HealthReporter, health_reporter};
use tower::Layer;

use crate::connection::{self, Ending};
use crate::layer::{Calls, Handler};
use crate::{ServerError, ServerSettings, Services, listener};

/// Health's name for the process as a whole.
const WHOLE_PROCESS: &str = "";

/// A server that has its port and takes no connection yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    settings: Arc<ServerSettings>,
    clock: Clock,
}

impl Server {
    /// Takes the port, before anything else of the process is opened.
    ///
    /// # Errors
    /// The port is in use, or the address is not one of this machine.
    pub async fn bind(settings: ServerSettings, clock: Clock) -> Result<Self, ServerError> {
        let listener = listener::bind(settings.listen).await?;
        let address = listener.local_addr().unwrap_or(settings.listen);
        Ok(Self { listener, address, settings: Arc::new(settings), clock })
    }

    /// The address listened on; its port is the system's choice if port 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The settings.
    pub fn settings(&self) -> &ServerSettings {
        &self.settings
    }

    /// Answers calls from now on, though health says NOT_SERVING until [`Serving::announce`].
    ///
    /// Every call passes the layers and then `authentication`, which refuses it or puts its caller into the request, and
    /// into the [`telemetry::CallerSlot`] that it finds there. Health and reflection answer without authentication.
    ///
    /// # Errors
    /// The descriptor set of the services is broken.
    pub async fn start<A>(self, services: Services, authentication: A) -> Result<Serving, ServerError>
    where
        A: Layer<Routes>,
        A::Service: Handler,
    {
        let (health, health_service) = health_reporter();
        let names = [&[WHOLE_PROCESS], services.names()].concat();
        report(&health, &names, ServingStatus::NotServing).await;

        let methods = services.methods()?;
        let open = services.open_routes(health_service)?;
        let handler = authentication.layer(services.into_routes());
        let calls = Arc::new(Calls::new(open, handler, methods, self.settings.clone(), self.clock.clone()));

        let (ending, connections) = (Ending::default(), TaskTracker::new());
        let serve = {
            let (settings, ending, connections) = (self.settings.clone(), ending.clone(), connections.clone());
            move |stream| {
                let metrics = calls.metrics.clone();
                let serving =
                    connection::serve(stream, calls.clone(), settings.clone(), self.clock.clone(), ending.clone());
                connections.track_future(async move {
                    metrics.connected(1);
                    serving.await;
                    metrics.connected(-1);
                })
            }
        };
        let limit = self.settings.connections.get();
        let accepting = tokio::spawn(listener::accept(self.listener, limit, ending.drain.clone(), serve));
        Ok(Serving { address: self.address, settings: self.settings, health, names, ending, connections, accepting })
    }
}

/// A server that answers calls. Dropped, it goes on answering; end it with [`Serving::drain`].
#[derive(Debug)]
pub struct Serving {
    address: SocketAddr,
    settings: Arc<ServerSettings>,
    health: HealthReporter,
    names: Vec<&'static str>,
    ending: Ending,
    connections: TaskTracker,
    accepting: JoinHandle<()>,
}

impl Serving {
    /// The address listened on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Says SERVING from now on, for every service by name and for the process.
    pub async fn announce(&self) {
        report(&self.health, &self.names, ServingStatus::Serving).await;
        tracing::info!(address = %self.address, "serving");
    }

    /// Ends in order: health says NOT_SERVING, the port is closed, connections take no new calls (GOAWAY), and calls
    /// under way end, for as long as `server.drain` allows or until `at_once`. What is left then is cut off.
    pub async fn drain(mut self, at_once: impl Future<Output = ()>) {
        tracing::info!(connections = self.connections.len(), "draining");
        report(&self.health, &self.names, ServingStatus::NotServing).await;
        self.ending.drain.cancel();
        // Whoever watches health has been told; without a status to watch, the stream of a watcher ends.
        for name in &self.names {
            self.health.clear_service_status(name).await;
        }
        // The task ends with the token.
        let _ = self.accepting.await;
        self.connections.close();
        tokio::select! {
            () = self.connections.wait() => tracing::info!("drained"),
            () = at_once => tracing::warn!(connections = self.connections.len(), "told to end at once"),
            () = sleep(self.settings.drain) => {
                tracing::warn!(connections = self.connections.len(), "calls were still under way after `server.drain`");
            }
        }
        self.ending.close.cancel();
        self.connections.wait().await;
    }
}

async fn report(health: &HealthReporter, names: &[&'static str], status: ServingStatus) {
    for name in names {
        health.set_service_status(name, status).await;
    }
}
