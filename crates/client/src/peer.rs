//! A service that is asked.

use std::sync::Arc;

use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;
use tonic::transport::Channel;
use tonic::{ConnectError, Request, Response, Status};
use tower::retry::budget::TpsBudget;

use crate::resolve::{self, Known};
use crate::{Origin, retry};

/// Changes of addresses that may wait to be taken in.
const WAITING_CHANGES: usize = 64;

/// A service that is asked, wherever its replicas are. Clones share connections and budget.
#[derive(Clone)]
pub struct Peer {
    channel: Channel,
    known: watch::Receiver<Known>,
    budget: Arc<TpsBudget>,
    _resolving: Arc<AbortOnDropHandle<()>>,
}

/// An address is not one.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is not of the form http://host:port")]
pub struct AddressError(String);

impl Peer {
    /// The service at an address of the form `http://host:port`. Connections are made when they are needed.
    ///
    /// # Errors
    /// The address is not of that form.
    pub fn connect(address: &str) -> Result<Self, AddressError> {
        let authority = address.strip_prefix("http://").map(|authority| authority.trim_end_matches('/'));
        let authority = authority.filter(|authority| {
            authority.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
        });
        let authority = authority.ok_or_else(|| AddressError(address.to_owned()))?;
        let (channel, changes) = Channel::balance_channel(WAITING_CHANGES);
        let (tell, known) = watch::channel(Known::NotYet);
        let resolving = tokio::spawn(resolve::follow(authority.to_owned(), changes, tell));
        let resolving = Arc::new(AbortOnDropHandle::new(resolving));
        Ok(Self { channel, known, budget: Arc::new(retry::budget()), _resolving: resolving })
    }

    /// The connections, for what is not asked in the course of a call, such as a feed. They lead somewhere as long as the peer is kept.
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// Asks in the course of a call. What changes something is to carry a request id, since it may be asked twice.
    ///
    /// # Errors
    /// What the other answers; UNAVAILABLE when it cannot be reached.
    pub async fn ask<M: Clone, A, F>(
        &self,
        origin: &Origin,
        message: M,
        method: impl Fn(Channel, Request<M>) -> F,
    ) -> Result<A, Status>
    where
        F: Future<Output = Result<Response<A>, Status>>,
    {
        let question = || async {
            self.reachable().await?;
            method(self.channel.clone(), origin.request(message.clone())).await
        };
        Ok(retry::ask(&self.budget, origin.deadline, question).await?.into_inner())
    }

    /// A channel without an address would let a question wait until there is one.
    async fn reachable(&self) -> Result<(), Status> {
        let known = self.known.clone().wait_for(|known| *known != Known::NotYet).await.map(|known| *known);
        if matches!(known, Ok(Known::None)) {
            return Err(Status::from_error(Box::new(ConnectError("no address of the service is known".into()))));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_service_without_an_address_is_unavailable_at_once() {
        let peer = Peer::connect("http://nowhere.invalid:1").unwrap();
        // Without a deadline nothing but the peer itself ends the question.
        let origin = Origin::default();
        let asked = peer.ask(&origin, (), |channel: Channel, _| async move {
            let mut grpc = tonic::client::Grpc::new(channel);
            grpc.ready().await.map_err(|error| Status::from_error(error.into()))?;
            Ok(Response::new(()))
        });
        assert_eq!(asked.await.unwrap_err().code(), tonic::Code::Unavailable);
    }

    #[tokio::test]
    async fn an_address_has_host_and_port() {
        for good in ["http://localhost:50051", "http://customer.dossier.svc:80/", "http://[::1]:1"] {
            assert!(Peer::connect(good).is_ok(), "{good}");
        }
        for bad in ["", "localhost:50051", "http://localhost", "http://:80", "https://localhost:1", "http://a:b"] {
            assert!(Peer::connect(bad).is_err(), "{bad}");
        }
    }
}
