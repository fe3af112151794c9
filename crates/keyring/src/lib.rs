//! One key per person, kept apart from the records: seal, open, search tokens, shred.
//!
//! Three layers of keys, each in a place of its own. A **master key** lies in a folder or a secret and never enters the
//! database. It wraps **pages** of 64 subject keys and the **tenant keys**, which are rows of the keyring's database. A
//! **subject key** seals what is known of one person, in the database of the records. Who holds only one of the three
//! places reads nothing.
//!
//! Shredding a slot overwrites one key and leaves a mark that forbids its use for ever. Remnants of the old row, in logs
//! and backups of the keyring, can still be unwrapped until the master key of that time is destroyed: add a version
//! ([`MasterKeys::add_to_folder`], or to the text) and restart every process within an hour. From then on the version wraps, and
//! [`Keyring::keep_wrapped`] brings everything under it. After some weeks, [`Keyring::destroy_master_key`].
//!
//! What is altered in the database is found, with one exception: a whole row put back as it once was. After a restore,
//! replay the erasures of the [`ledger`], which also keeps every number from being given twice.

mod aead;
mod context;
mod error;
mod keyring;
pub mod ledger;
mod master;
mod page;
mod pages;
mod rotation;
mod slot;
mod store;
mod subject_key;
mod supply;
mod tenant_key;
mod tenant_keys;

pub use context::Context;
pub use error::{Error, OpenError, SealError};
pub use keyring::{Keyring, MasterKeyState};
pub use master::{Error as MasterKeyError, MasterKeys, WhenEmpty};
pub use rotation::Rewrapped;
pub use slot::KeySlot;
pub use store::Migrator;
pub use subject_key::SubjectKey;
pub use tenant_key::TenantKey;
