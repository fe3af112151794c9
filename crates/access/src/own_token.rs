//! The token by which the services of one process call each other.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use data_encoding::HEXLOWER;

/// The token by which the services of one process call each other of their own accord. It is made as the process starts, told to nobody
/// outside, and ends with the process.
#[derive(Clone)]
pub struct OwnToken(Arc<str>);

impl OwnToken {
    /// The token that is made of so much chance.
    pub fn new(random: [[u8; 16]; 2]) -> Self {
        Self(HEXLOWER.encode(&random.concat()).into())
    }

    /// What is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a token that was sent is this one, in a time that does not tell how much of it is.
    pub(crate) fn is(&self, sent: &str) -> bool {
        verify_slices_are_equal(self.0.as_bytes(), sent.as_bytes()).is_ok()
    }
}

impl fmt::Debug for OwnToken {
    /// It is a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OwnToken(…)")
    }
}
