//! Those outside, who are told: a receiver of webhooks and a mail server, each on a socket.

pub mod mail_server;
pub mod receiver;
