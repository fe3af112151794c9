//! What services are opened on.

use clock::Clock;
use foundation::{Foundation, FoundationSettings, Schema};
use tokio_util::sync::CancellationToken;

use crate::Error;

/// What the services of a process are opened on.
pub struct Opening {
    /// Ledger, access log, master keys.
    pub foundation: Foundation,
    /// How the schemas of the services' databases are brought to this binary's state.
    pub schema: Schema,
    /// Cancelled when the process is told to stop: answers that go on for ever end then. The drain would wait for them.
    pub watches: CancellationToken,
}

impl Opening {
    /// Opens what services stand on.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub async fn new(settings: FoundationSettings, schema: Schema, clock: Clock) -> Result<Self, Error> {
        let foundation = Foundation::open(settings, schema, clock).await?;
        Ok(Self { foundation, schema, watches: CancellationToken::new() })
    }
}
