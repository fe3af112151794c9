//! From opened services to the end of the process.

use std::net::SocketAddr;

use access::AuthenticateLayer;
use contracts::feed::v1::feed_service_server::FeedServiceServer;
use contracts::journal::v1::journal_service_server::JournalServiceServer;
use feed::{Feeds, Publisher};
use foundation::{Foundation, Journals, Verifiable};
use futures::future::BoxFuture;
use server::{Server, ServerSettings, Services, Serving};
use tokio_util::sync::CancellationToken;

use crate::{Error, Opening};

/// A service while it runs, as its process sees it.
pub trait Running: Send + Sync {
    /// Adds the services of its contract.
    fn add_to(&self, services: Services, settings: &ServerSettings) -> Services;

    /// Its journal, to be verified.
    fn verifiable(&self) -> Verifiable;

    /// What other services are told.
    fn publisher(&self) -> Publisher;

    /// Ends what runs beside the calls and closes the databases. No call is under way any more.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// A process that serves until it is stopped.
pub struct Process {
    serving: Serving,
    services: Vec<Box<dyn Running>>,
    foundation: Foundation,
    watches: CancellationToken,
}

impl Process {
    /// Answers calls to the services, to their journals and to their feeds, and says that it does.
    ///
    /// # Errors
    /// Nobody could call, or the contract is broken.
    pub async fn start(server: Server, opening: Opening, services: Vec<Box<dyn Running>>) -> Result<Self, Error> {
        let Opening { foundation, watches, .. } = opening;
        let journals = Journals(services.iter().map(|service| service.verifiable()).collect());
        let publishers: Vec<_> = services.iter().map(|service| service.publisher()).collect();
        let feeds = Feeds::new(publishers, foundation.access_log.clone(), watches.clone());
        let settings = server.settings();
        let empty = Services::new(contracts::DESCRIPTOR_SET);
        let routes = services
            .iter()
            .fold(empty, |routes, service| service.add_to(routes, settings))
            .with(server::limited!(JournalServiceServer::new(journals), settings))
            .with(server::limited!(FeedServiceServer::new(feeds), settings));
        let serving = server.start(routes, AuthenticateLayer::new(foundation.authenticator().await?)).await?;
        serving.announce().await;
        Ok(Self { serving, services, foundation, watches })
    }

    /// The address listened on.
    pub fn address(&self) -> SocketAddr {
        self.serving.address()
    }

    /// What the services stand on.
    pub fn foundation(&self) -> &Foundation {
        &self.foundation
    }

    /// The services.
    pub fn services(&self) -> impl Iterator<Item = &dyn Running> {
        self.services.iter().map(AsRef::as_ref)
    }

    /// Ends calls under way, unless told to end at once, and closes the databases: the service that was opened last first, since it
    /// may hear of those before.
    pub async fn stop(self, at_once: impl Future<Output = ()>) {
        self.watches.cancel();
        self.serving.drain(at_once).await;
        for service in self.services.into_iter().rev() {
            service.close().await;
        }
        self.foundation.close().await;
    }
}
