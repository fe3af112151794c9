//! The operations, one file each, and the wiring of their names.

pub(crate) mod complaint;
mod decode;
mod draft;
pub(crate) mod encode;
pub(crate) mod feedback;
mod handling;
pub(crate) mod interaction;
mod page;
mod revisions;
pub(crate) mod service_case;
mod target;
pub(crate) mod timeline;
pub(crate) mod transaction;
pub(crate) mod transfer;
