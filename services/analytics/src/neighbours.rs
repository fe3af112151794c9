//! Whom the service hears and asks.

use client::{CustomersSettings, InteractionsSettings, Peer};
use customers::NeighboursError;
use feed::{Remote, Source};

/// The name under which the interaction service publishes its feed.
const INTERACTION: &str = "interaction";

/// Whom the service hears and asks.
pub struct Neighbours {
    /// The customer service.
    pub customers: customers::Neighbours,
    /// What the interaction service tells.
    pub interaction_feed: Source,
}

impl Neighbours {
    /// The services in processes of their own.
    ///
    /// # Errors
    /// An address or a token that is none.
    pub fn connect(
        customers: &CustomersSettings,
        interactions: &InteractionsSettings,
    ) -> Result<Self, NeighboursError> {
        let interaction = Peer::connect(&interactions.address)?;
        let remote = Remote::new(interaction.channel(), &customers.token, INTERACTION)?;
        let customers = customers::Neighbours::connect(customers)?;
        Ok(Self { customers, interaction_feed: Source::Network(remote) })
    }
}
