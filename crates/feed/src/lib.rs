//! How services learn of each other.
//!
//! A [`Publisher`] sends the entries of a journal in their order, each with its public event, from any place on: to other
//! processes by [`Feeds`], in the same process by a [`Source`]. A [`Consumer`] keeps what a [`Projection`] makes of them, and in
//! the same transaction how far it has come: so the effect is exactly once however often an entry comes.

mod checkpoint;
mod consumer;
mod entry;
mod feed_service;
mod hearing;
mod page;
mod projection;
mod publisher;
mod retry;
mod source;
mod watch;

pub use checkpoint::create_tables;
pub use consumer::{Consumer, State};
pub use entry::change_kind;
pub use feed_service::Feeds;
pub use page::Gap;
pub use projection::{Projection, newest};
pub use publisher::{Audience, EventError, MakeEvent, Publisher, WatchError};
pub use source::{Remote, Source};
