//! Whom a service hears and asks.

use std::net::SocketAddr;

use access::OwnToken;
use client::{AddressError, CustomersSettings, Peer, ServiceToken, TokenError};
use feed::{Publisher, Remote, Source};

/// The name under which the customer service publishes its feed.
const CUSTOMER: &str = "customer";

/// Whom a service hears and asks.
pub struct Neighbours {
    /// The customer service, to be asked.
    pub customers: Peer,
    /// What it tells.
    pub customer_feed: Source,
    /// With what it is asked when nobody else asks.
    pub token: ServiceToken,
}

/// Why the customer service cannot be reached with these settings.
#[derive(Debug, thiserror::Error)]
pub enum NeighboursError {
    /// The address is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The token is none.
    #[error(transparent)]
    Token(#[from] TokenError),
}

impl Neighbours {
    /// The customer service in a process of its own.
    ///
    /// # Errors
    /// An address or a token that is none.
    pub fn connect(settings: &CustomersSettings) -> Result<Self, NeighboursError> {
        let (customers, token) = (Peer::connect(&settings.address)?, ServiceToken::new(&settings.token)?);
        let remote = Remote::new(customers.clone(), token.clone(), CUSTOMER);
        Ok(Self { customers, customer_feed: Source::Network(remote), token })
    }

    /// The customer service in the same process, which answers at an address.
    ///
    /// # Errors
    /// An address that is none.
    pub fn in_process(
        address: SocketAddr,
        publisher: Publisher,
        own_token: &OwnToken,
    ) -> Result<Self, NeighboursError> {
        Ok(Self {
            customers: Peer::connect(&format!("http://{address}"))?,
            customer_feed: Source::InProcess(publisher),
            token: ServiceToken::new(own_token.as_str())?,
        })
    }
}
