//! The embedded default: what is not set lies in the data folder, and callers from this machine need no token.

use std::net::SocketAddr;

use access::{IssuerError, LocalIssuer, insecure_listen_allowed};

use super::Settings;
use crate::data_folder::{DataFolder, address};

/// The settings with what they leave open, and what is to be told of it.
pub(super) struct Embedded {
    pub(super) settings: Settings,
    pub(super) notice: Notice,
}

/// Why the embedded default cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EmbeddedError {
    /// The address would let others in without a token.
    #[error(
        "without `authentication.key_set` everybody who reaches {0} would be an administrator: listen on 127.0.0.1, or set \
         a key set, an issuer and an audience"
    )]
    Unsafe(SocketAddr),
    /// The key that signs local tokens.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
}

/// What a person who starts the process should read.
pub(super) struct Notice {
    data: String,
    local_callers: bool,
}

impl Embedded {
    /// Fills what the settings leave open.
    pub(super) fn fill(mut settings: Settings) -> Result<Self, EmbeddedError> {
        let data = DataFolder::new(&settings.data);
        let or = |setting: &mut String, default: String| {
            if setting.is_empty() {
                *setting = default;
            }
        };
        let services = [
            (customer::NAME, &mut settings.customer.records),
            (interaction::NAME, &mut settings.interaction.records),
            (analytics::NAME, &mut settings.analytics.records),
            (reminder::NAME, &mut settings.reminder.records),
        ];
        for (service, records) in services {
            or(&mut records.records, address(&data.records_of(service)));
            or(&mut records.keyring, address(&data.keyring_of(service)));
        }
        or(&mut settings.foundation.access_log.database, address(&data.access_log()));
        or(&mut settings.foundation.ledger.database, address(&data.ledger()));
        let keys = &mut settings.foundation.master_keys;
        if keys.folder.is_empty() && keys.text.is_empty() {
            keys.folder = data.master().display().to_string();
            keys.make_first = true;
        }
        let local_callers = add_local_callers(&mut settings, &data)?;
        let notice = Notice { data: data.path().display().to_string(), local_callers };
        Ok(Self { settings, notice })
    }
}

/// Without a key set, callers from this machine are let in, and those with a token of the local issuer.
fn add_local_callers(settings: &mut Settings, data: &DataFolder) -> Result<bool, EmbeddedError> {
    let authentication = &mut settings.foundation.authentication;
    if authentication.key_set.is_empty() {
        let issuer = LocalIssuer::open(&data.master())?;
        authentication.key_set = issuer.key_set_file().display().to_string();
        authentication.issuer = access::LOCAL_ISSUER.to_owned();
        authentication.audience = access::LOCAL_AUDIENCE.to_owned();
        authentication.local_callers = true;
    }
    let listen = settings.server.listen;
    if authentication.local_callers && !insecure_listen_allowed(&listen) {
        return Err(EmbeddedError::Unsafe(listen));
    }
    Ok(authentication.local_callers)
}

impl Notice {
    /// Tells where the process listens, and how to make the first call.
    pub(super) fn print(&self, address: SocketAddr) {
        eprintln!("Dossier serves on {address}, its data in {}.", self.data);
        if self.local_callers {
            eprintln!(
                "WARNING: whoever calls from this machine without a token is an administrator. Before others share the \
                 machine, set authentication.key_set."
            );
        }
        eprintln!("Try: grpcurl -plaintext {address} list");
    }
}
