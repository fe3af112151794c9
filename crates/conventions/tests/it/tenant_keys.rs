//! Keys of tenants from a keyring of their own.

use std::sync::Arc;

use clock::{Clock, Instant};
use database::{Address, Connections, Database};
use keyring::{Keyring, MasterKeys, Migrator, TenantKey};
use tempfile::TempDir;

/// 32 zero bytes as version 1.
const MASTER_KEY: &str = "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// The keys of these tenants.
pub(crate) async fn of<const N: usize>(tenants: [&str; N]) -> [Arc<TenantKey>; N] {
    let folder = TempDir::new().unwrap();
    let address = Address::Sqlite(folder.path().join("keyring.sqlite"));
    let database = Database::connect(&address, Connections::default()).await.unwrap();
    database::migrate::<Migrator>(&database).await.unwrap();
    let masters = MasterKeys::from_text(MASTER_KEY).unwrap();
    let keyring = Keyring::open(database, masters, Clock::manual(Instant::default())).await.unwrap();
    let mut keys = Vec::new();
    for tenant in tenants {
        keys.push(keyring.tenant_key(tenant).await.unwrap());
    }
    keys.try_into().unwrap()
}
