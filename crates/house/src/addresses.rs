//! Where the databases of a house are.

use std::path::PathBuf;

use testkit::Engine;

use crate::Guest;

/// Where the databases of a house are, so that another can be opened on them.
#[derive(Clone)]
pub struct Addresses {
    pub records: String,
    pub keyring: String,
    pub ledger: String,
    pub access_log: String,
    pub master: PathBuf,
    /// The guest's, each with the setting that names it.
    pub guest: Vec<(&'static str, String)>,
}

impl Addresses {
    pub async fn fresh<G: Guest>(engine: Engine) -> Self {
        Self {
            records: testkit::fresh_url::<customer::Migrator>(engine).await,
            keyring: testkit::fresh_url::<keyring::Migrator>(engine).await,
            ledger: testkit::fresh_url::<keyring::ledger::Migrator>(engine).await,
            access_log: testkit::fresh_url::<access::log::Migrations>(engine).await,
            master: testkit::fresh_folder(),
            guest: G::fresh(engine).await,
        }
    }
}
