//! The operations.

mod erased;
mod interaction;
mod stored;
mod timeline;
mod transaction;
