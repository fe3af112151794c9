//! The binary: a server of its own for each test, and commands that call it.

mod commands;
mod exit_codes;
mod import;
mod process;
mod tokens;
