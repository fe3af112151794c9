//! Listening, the layers that every call passes, health, reflection and the drain.
//!
//! The `main` of a process reads as its table of contents:
//!
//! ```ignore
//! let settings: Settings = settings::load(&defaults, file, "DOSSIER", &overrides)?;
//! let telemetry = telemetry::start(&settings.telemetry, service, &clock)?;
//! let server = Server::bind(settings.server, clock).await?;
//! let services = Services::new(contracts::DESCRIPTOR_SET)
//!     .with(server::limited!(CustomerServiceServer::new(customers), server.settings()));
//! let serving = server.start(services, authentication).await?;
//! let mut signals = Signals::listen()?;
//! serving.announce().await;
//! signals.next().await;
//! serving.drain(signals.next()).await;
//! drop(telemetry);
//! ```
//!
//! Every call passes the layers that `layer.rs` tells in order; those of web pages come to them through `web.rs`. `REQUEST_LOG.md` specifies the line that is logged of it,
//! `settings.toml` the limits.

mod code_name;
mod connection;
mod error;
mod layer;
mod listener;
mod method;
mod preface;
mod refusal;
mod response_body;
mod services;
mod serving;
mod settings;
mod signal;
mod web;

pub use error::ServerError;
pub use layer::Handler;
pub use layer::deadline::Deadline;
pub use services::Services;
pub use serving::{Server, Serving};
pub use settings::ServerSettings;
pub use signal::Signals;
#[doc(hidden)]
pub use tonic::codec::CompressionEncoding;

/// The settings of this crate with their defaults, to be put before those of a service.
pub const SETTINGS: &str = include_str!("../settings.toml");
