//! Why a server does not start.

use std::io;
use std::net::SocketAddr;

/// Why a server does not start, for the operator who starts it.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// Another process has the port.
    #[error("{address} is in use by another process; stop that one, or name another address as `server.listen`")]
    InUse {
        /// The address asked for.
        address: SocketAddr,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {reason}; name another address as `server.listen`")]
    Address {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        reason: io::Error,
    },
    /// The descriptor set of the contract cannot be read. A fault of this release.
    #[error("the descriptor set of the contract is broken: {0}")]
    Descriptors(String),
}
