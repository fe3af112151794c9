//! Telling those outside: what the firing's transaction left to be delivered is sent, tried again, and given up at last.
//!
//! A delivery is made beside the task's change that tells ([`made`]). The [`courier`] reads which are to be tried, in parts under leases as
//! the clock does, asks the other side outside of any transaction ([`outbound`]), and writes what came of it under its lease. Whoever is
//! killed between asking and writing asks again, with the same delivery id.

mod attempt;
pub(crate) mod courier;
mod made;
mod mail;
mod message;
pub(crate) mod outbound;
pub(crate) mod signature;
mod webhook;
