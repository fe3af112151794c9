//! What the language promises, and that memory, SQLite and PostgreSQL keep it alike.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail at any step")]

mod agreement;
mod engine;
mod meaning;
mod refusal;
mod statement;
mod strategy;
mod visit;
