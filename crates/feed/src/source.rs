//! Where a consumer hears from.

use client::{Peer, ServiceToken};
use contracts::feed::v1::feed_service_client::FeedServiceClient;
use contracts::feed::v1::{ErrorReason, WatchRequest, WatchResponse};
use futures::stream::{BoxStream, StreamExt};
use journal::Place;
use tonic::{Request, Status};
use tonic_types::StatusExt;

use crate::publisher::{Audience, Publisher, WatchError};

/// Where a consumer hears from. Both send every entry at least once, in order.
pub enum Source {
    /// A publisher of this process.
    InProcess(Publisher),
    /// One of another.
    Network(Remote),
}

/// A publisher of another process.
pub struct Remote {
    peer: Peer,
    token: ServiceToken,
    service: &'static str,
}

/// Why nothing comes any more.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Interruption {
    #[error("the publisher does not know the place: it was restored from an older copy")]
    Rewound,
    #[error("the publisher ended the watch")]
    Ended,
    #[error("the publisher was silent")]
    Silent,
    #[error("{0}")]
    Failed(String),
}

pub(crate) type Messages = BoxStream<'static, Result<WatchResponse, Interruption>>;

impl Remote {
    /// The publisher `service` of a peer, asked with the token of a service principal.
    pub fn new(peer: Peer, token: ServiceToken, service: &'static str) -> Self {
        Self { peer, token, service }
    }
}

impl Source {
    /// The name of the publisher.
    pub(crate) fn service(&self) -> &'static str {
        match self {
            Self::InProcess(publisher) => publisher.service,
            Self::Network(remote) => remote.service,
        }
    }

    /// What comes after a place of a partition.
    pub(crate) async fn watch(&self, partition: i64, after: Place) -> Result<Messages, Interruption> {
        match self {
            Self::InProcess(publisher) => {
                let messages = publisher.watch(partition, after, Audience::AllTenants);
                Ok(messages.map(|message| message.map_err(Interruption::from)).boxed())
            }
            Self::Network(remote) => {
                let mut request = Request::new(WatchRequest {
                    service: remote.service.to_owned(),
                    partition: i32::try_from(partition).unwrap_or(i32::MAX),
                    after_sequence: after.sequence,
                    after_hash: after.hash,
                });
                request.metadata_mut().insert("authorization", remote.token.authorization());
                let mut client = FeedServiceClient::new(remote.peer.channel());
                let messages = client.watch(request).await?.into_inner();
                Ok(messages.map(|message| message.map_err(Interruption::from)).boxed())
            }
        }
    }
}

impl From<WatchError> for Interruption {
    fn from(error: WatchError) -> Self {
        match error {
            WatchError::Rewound { .. } => Self::Rewound,
            WatchError::Database(_) | WatchError::Event { .. } => Self::Failed(error.to_string()),
        }
    }
}

impl From<Status> for Interruption {
    fn from(status: Status) -> Self {
        let reason = status.get_details_error_info().map(|info| info.reason);
        let rewound = ErrorReason::FeedRewound.as_str_name().trim_start_matches("ERROR_REASON_");
        if reason.as_deref() == Some(rewound) {
            return Self::Rewound;
        }
        Self::Failed(format!("{:?}: {}", status.code(), status.message()))
    }
}
