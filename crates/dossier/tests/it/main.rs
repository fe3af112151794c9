//! The binary: a server of its own for each test, and commands that call it.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by a panic")]

mod backup;
mod commands;
mod complaints;
mod completions;
mod contact_import;
mod contact_rules;
mod demo;
mod doctor;
mod exit_codes;
mod holidays;
mod import;
mod keys;
mod orders;
mod process;
mod reports;
mod tokens;
mod web;
mod workbook;
