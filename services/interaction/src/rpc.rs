//! The operations, one file each, and the wiring of their names.

pub(crate) mod encode;
pub(crate) mod interaction;
mod page;
mod revisions;
mod target;
pub(crate) mod timeline;
pub(crate) mod transaction;
