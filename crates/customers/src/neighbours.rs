//! Whom a service hears and asks.

use client::{AddressError, CustomersSettings, Peer};
use feed::{Remote, Source, TokenError};

/// The name under which the customer service publishes its feed.
const CUSTOMER: &str = "customer";

/// Whom a service hears and asks.
pub struct Neighbours {
    /// The customer service, to be asked.
    pub customers: Peer,
    /// What it tells.
    pub customer_feed: Source,
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
        let customers = Peer::connect(&settings.address)?;
        let remote = Remote::new(customers.channel(), &settings.token, CUSTOMER)?;
        Ok(Self { customers, customer_feed: Source::Network(remote) })
    }
}
