//! Whom a service hears and asks that hears of interactions too.

use client::{CustomersSettings, InteractionsSettings, Peer};
use feed::{Remote, Source};

use crate::{Neighbours, NeighboursError};

/// The name under which the interaction service publishes its feed.
const INTERACTION: &str = "interaction";

/// Whom a service hears and asks that hears of interactions too.
pub struct WithInteractions {
    /// The customer service.
    pub customers: Neighbours,
    /// What the interaction service tells.
    pub interaction_feed: Source,
}

impl WithInteractions {
    /// The services in processes of their own.
    ///
    /// # Errors
    /// An address or a token that is none.
    pub fn connect(
        customers: &CustomersSettings,
        interactions: &InteractionsSettings,
    ) -> Result<Self, NeighboursError> {
        let customers = Neighbours::connect(customers)?;
        let interaction = Peer::connect(&interactions.address)?;
        let remote = Remote::new(interaction, customers.token.clone(), INTERACTION);
        Ok(Self { customers, interaction_feed: Source::Network(remote) })
    }
}
