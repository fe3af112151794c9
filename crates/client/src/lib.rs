//! How a service asks another: balanced over all addresses of a name, which is resolved again and again; with the deadline, the trace
//! and the rights of the call in whose course it asks; and with a few retries where the other cannot be reached.

mod origin;
mod peer;
mod resolve;
mod retry;
mod service_token;

pub use origin::Origin;
pub use peer::{AddressError, Peer};
use serde::Deserialize;
pub use service_token::{ServiceToken, TokenError};

/// The settings of this crate with their defaults, for services that ask the customer service.
pub const SETTINGS: &str = include_str!("../settings.toml");
/// The same, for those that hear the interaction service too.
pub const INTERACTIONS_SETTINGS: &str = include_str!("../interactions.toml");

/// The same, for those that ask the reminder service too.
pub const REMINDERS_SETTINGS: &str = include_str!("../reminders.toml");

/// The section `customers`; `settings.toml` says what each key means.
#[derive(Clone, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml, for those who set them")]
pub struct CustomersSettings {
    pub address: String,
    pub token: String,
}

/// The section `interactions`; `interactions.toml` says what each key means. The token is that of the section `customers`.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in interactions.toml, for those who set them")]
pub struct InteractionsSettings {
    pub address: String,
}

/// The section `reminders`; `reminders.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in reminders.toml, for those who set them")]
pub struct RemindersSettings {
    pub address: String,
}

impl std::fmt::Debug for CustomersSettings {
    /// The token is a secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CustomersSettings").field("address", &self.address).finish_non_exhaustive()
    }
}
