//! The tables of a journal.

pub mod head;
pub mod journal;
pub mod limit;
pub mod order;
pub mod pending;
pub mod request;
pub mod unique_key;
