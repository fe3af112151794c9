//! Whom the service hears and asks.

use client::{CustomersSettings, InteractionsSettings, Peer, RemindersSettings};
use customers::{NeighboursError, WithInteractions};

/// Whom the service hears and asks.
pub struct Neighbours {
    /// Whom it hears: the customer and interaction services.
    pub heard: WithInteractions,
    /// The interaction service, to be asked.
    pub interactions: Peer,
    /// The reminder service, to be asked.
    pub reminders: Peer,
}

impl Neighbours {
    /// The services in processes of their own.
    ///
    /// # Errors
    /// An address or a token that is none.
    pub fn connect(
        customers: &CustomersSettings,
        interactions: &InteractionsSettings,
        reminders: &RemindersSettings,
    ) -> Result<Self, NeighboursError> {
        Ok(Self {
            heard: WithInteractions::connect(customers, interactions)?,
            interactions: Peer::connect(&interactions.address)?,
            reminders: Peer::connect(&reminders.address)?,
        })
    }
}
