//! The operations.

mod interaction;
