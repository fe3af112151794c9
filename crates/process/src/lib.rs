//! A process that serves one or more services: what they stand on is opened, then each service, then the port answers; at the end the
//! calls are drained and all is closed.

mod command;
mod opening;
mod serving;

pub use command::{Standalone, main};
pub use opening::Opening;
pub use serving::{Process, Running};

/// Why a process cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port, or the contract.
    #[error(transparent)]
    Server(#[from] server::ServerError),
    /// What the services stand on.
    #[error(transparent)]
    Foundation(#[from] foundation::Error),
}
