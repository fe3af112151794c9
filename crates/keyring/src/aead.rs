//! Authenticated encryption with a random nonce, as every layer of keys uses it: `header | nonce 12 | ciphertext | tag 16`.

use aws_lc_rs::aead::{Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::error::Unspecified;

/// The bytes of one key.
pub(crate) type KeyBytes = [u8; 32];

/// Bytes of the tag at the end.
const TAG: usize = 16;

/// Encrypts; the header is put before the answer as it is, and is authenticated only if the associated data repeat it.
pub(crate) fn seal(
    key: &RandomizedNonceKey,
    header: &[u8],
    associated_data: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, Unspecified> {
    let mut body = Vec::with_capacity(plaintext.len() + TAG);
    body.extend_from_slice(plaintext);
    let nonce = key.seal_in_place_append_tag(Aad::from(associated_data), &mut body)?;
    Ok([header, nonce.as_ref(), &body].concat())
}

/// Decrypts what follows the header.
pub(crate) fn open(key: &RandomizedNonceKey, associated_data: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unspecified> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(Unspecified)?;
    let mut body = body.to_vec();
    let length = key.open_in_place(Nonce::from(nonce), Aad::from(associated_data), &mut body)?.len();
    body.truncate(length);
    Ok(body)
}
