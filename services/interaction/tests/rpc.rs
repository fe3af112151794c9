//! The operations.

mod complaint;
mod erased;
mod feedback;
mod interaction;
mod service_case;
mod stored;
mod timeline;
mod transaction;
