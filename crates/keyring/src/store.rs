//! The keyring's tables, one file each.

pub(crate) mod erasure_position;
pub(crate) mod key_page;
pub(crate) mod master_key;
mod migration;
pub(crate) mod tenant_key;

use database::Fetched;
pub use migration::Migrator;

/// The row of a statement that always answers one.
pub(crate) fn only(rows: &[Fetched]) -> Result<&Fetched, database::Error> {
    rows.first().ok_or_else(|| database::Error::Statement("a row was written and not answered".into()))
}
