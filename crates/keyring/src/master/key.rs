//! One version of the master key.

use aws_lc_rs::aead::{AES_256_GCM, RandomizedNonceKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::Error;
use crate::aead::{self, KeyBytes};

/// Bytes of the fingerprint.
const FINGERPRINT: usize = 8;

/// One version of the master key.
#[derive(Debug)]
pub(crate) struct MasterKey {
    pub(crate) version: i64,
    /// Tells one key from another without telling the key; hexadecimal.
    pub(crate) fingerprint: String,
    cipher: RandomizedNonceKey,
}

impl MasterKey {
    /// The key that a file or an entry of a text holds; `place` says which.
    pub(super) fn from_base64(version: i64, text: &str, place: impl Fn() -> String) -> Result<Self, Error> {
        let malformed = |rule| Error::Malformed { place: place(), rule };
        // One byte more than a key has, so that one too long is found.
        let mut bytes = Zeroizing::new([0; size_of::<KeyBytes>() + 1]);
        let length = STANDARD
            .decode_slice(text.trim(), bytes.as_mut())
            .map_err(|_| malformed("it must be 44 characters of base64"))?;
        let (key, _) = bytes
            .split_first_chunk::<{ size_of::<KeyBytes>() }>()
            .filter(|_| length == size_of::<KeyBytes>())
            .ok_or_else(|| malformed("it must be exactly 32 bytes"))?;
        let tag = hmac::sign(&hmac::Key::new(HMAC_SHA256, key), b"dossier: fingerprint of a master key");
        let fingerprint = tag.as_ref().iter().take(FINGERPRINT).map(|byte| format!("{byte:02x}")).collect();
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| malformed("the cipher refuses it"))?;
        Ok(Self { version, fingerprint, cipher })
    }

    pub(crate) fn wrap(&self, associated_data: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, Unspecified> {
        aead::seal(&self.cipher, &[], associated_data, plaintext)
    }

    pub(crate) fn unwrap(&self, associated_data: &[u8], wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unspecified> {
        aead::open(&self.cipher, associated_data, wrapped).map(Zeroizing::new)
    }
}
