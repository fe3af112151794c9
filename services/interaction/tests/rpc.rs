//! The operations.

mod complaint;
mod erased;
mod feedback;
mod interaction;
mod listed;
mod service_case;
mod stored;
mod timeline;
mod transaction;
mod transfer;
