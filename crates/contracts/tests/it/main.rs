//! What the contract promises to those who build on its code.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../build/annotations.rs"]
mod annotations;
#[path = "../../build/validation.rs"]
mod generator;

mod descriptor_set;
mod generation;
mod resource;
mod validation;
