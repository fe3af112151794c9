//! The settings of what services stand on together.

use serde::Deserialize;

/// The sections `ledger`, `access_log`, `master_keys` and `authentication`; `settings.toml` says what each key means.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml, for those who set them")]
pub struct FoundationSettings {
    pub ledger: LedgerSettings,
    pub access_log: AccessLogSettings,
    pub master_keys: MasterKeySettings,
    pub authentication: AuthenticationSettings,
}

/// The section `ledger`.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml")]
pub struct LedgerSettings {
    pub database: String,
}

/// The section `access_log`.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml")]
pub struct AccessLogSettings {
    pub database: String,
    pub strict: bool,
}

/// The section `master_keys`.
#[derive(Clone, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml")]
pub struct MasterKeySettings {
    pub folder: String,
    pub text: String,
    pub make_first: bool,
}

/// The section `authentication`.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "documented in settings.toml")]
pub struct AuthenticationSettings {
    pub key_set: String,
    pub issuer: String,
    pub audience: String,
    pub local_callers: bool,
}

impl std::fmt::Debug for MasterKeySettings {
    /// The text is a secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("MasterKeySettings").field("folder", &self.folder).finish_non_exhaustive()
    }
}
