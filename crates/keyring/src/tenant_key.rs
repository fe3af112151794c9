//! The key of a tenant: search tokens, fingerprints, and texts that a caller keeps for us.

use aws_lc_rs::aead::{AES_256_GCM_SIV, RandomizedNonceKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, Prk};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use zeroize::Zeroizing;

use crate::aead::{self, KeyBytes};
use crate::{OpenError, SealError};

/// The format of encrypted bytes: `format 1 | nonce 12 | ciphertext | tag 16`, AES-256-GCM-SIV.
const FORMAT: u8 = 1;
/// Bytes of a search token: few enough that a token alone names nobody.
const TOKEN_BYTES: usize = 5;

/// The key of a tenant. Each of its uses has a key of its own, derived from it.
#[derive(Debug)]
pub struct TenantKey {
    tokens: hmac::Key,
    digests: hmac::Key,
    /// Encrypts far more texts than any other key, so a nonce that comes twice must not give it away: hence SIV.
    cipher: RandomizedNonceKey,
}

impl TenantKey {
    pub(crate) fn new(secret: &[u8]) -> Result<Self, Unspecified> {
        let secret = Prk::new_less_safe(HKDF_SHA256, secret);
        let mut cipher = Zeroizing::new(KeyBytes::default());
        secret.expand(&[b"encryption"], HKDF_SHA256)?.fill(cipher.as_mut())?;
        Ok(Self {
            tokens: secret.expand(&[b"search tokens"], HMAC_SHA256)?.into(),
            digests: secret.expand(&[b"digests"], HMAC_SHA256)?.into(),
            cipher: RandomizedNonceKey::new(&AES_256_GCM_SIV, cipher.as_ref())?,
        })
    }

    /// The search token of a term: 40 bits of a keyed hash, never negative. Terms of different kinds share no tokens but by
    /// chance.
    pub fn token(&self, kind: &str, term: &str) -> i64 {
        let hash = keyed_hash(&self.tokens, kind, term.as_bytes());
        hash.as_ref().iter().take(TOKEN_BYTES).fold(0, |token, byte| token << 8 | i64::from(*byte))
    }

    /// A keyed hash of 32 bytes; it says nothing of them to those who lack the key.
    pub fn digest(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let mut digest = [0; 32];
        for (byte, hashed) in digest.iter_mut().zip(keyed_hash(&self.digests, purpose, bytes).as_ref()) {
            *byte = *hashed;
        }
        digest
    }

    /// Encrypts a text that a caller keeps for us, such as a page token; the answer is 29 bytes longer.
    ///
    /// # Errors
    /// [`SealError::Cryptography`] when there are no random numbers.
    pub fn encrypt(&self, purpose: &str, associated_data: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        aead::seal(&self.cipher, &[FORMAT], &bound_to(purpose, associated_data), plaintext)
            .map_err(|_| SealError::Cryptography)
    }

    /// Decrypts what was encrypted for the same tenant, purpose and associated data.
    ///
    /// # Errors
    /// [`OpenError::Malformed`], [`OpenError::UnknownFormat`], or [`OpenError::Altered`] also when it was made for another
    /// tenant, purpose or associated data.
    pub fn decrypt(&self, purpose: &str, associated_data: &[u8], encrypted: &[u8]) -> Result<Vec<u8>, OpenError> {
        match encrypted.split_first() {
            Some((&FORMAT, rest)) => {
                aead::open(&self.cipher, &bound_to(purpose, associated_data), rest).map_err(|_| OpenError::Altered)
            }
            Some((format, _)) => Err(OpenError::UnknownFormat(*format)),
            None => Err(OpenError::Malformed),
        }
    }
}

/// The hash of a purpose and bytes, the purpose's length before it, so that no two pairs are hashed alike.
fn keyed_hash(key: &hmac::Key, purpose: &str, bytes: &[u8]) -> hmac::Tag {
    let mut context = hmac::Context::with_key(key);
    context.update(&(purpose.len() as u64).to_be_bytes());
    context.update(purpose.as_bytes());
    context.update(bytes);
    context.sign()
}

fn bound_to(purpose: &str, associated_data: &[u8]) -> Vec<u8> {
    [&[FORMAT], &(purpose.len() as u64).to_be_bytes()[..], purpose.as_bytes(), associated_data].concat()
}
