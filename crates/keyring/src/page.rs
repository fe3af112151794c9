//! A page of keys in memory.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::aead::{AES_256_GCM, RandomizedNonceKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;
use clock::Instant;
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, ExposeSecretMut, SecretBox};

use crate::KeySlot;
use crate::aead::KeyBytes;
use crate::slot::SLOTS;

/// Bytes of a page's keys.
const BYTES: usize = SLOTS * size_of::<KeyBytes>();

/// The 64 keys of a page, wiped when dropped.
#[derive(Debug)]
pub(crate) struct Keys(SecretBox<[KeyBytes; SLOTS]>);

impl Keys {
    /// Keys that nobody knows.
    pub(crate) fn random() -> Result<Self, Unspecified> {
        let mut keys = Self::zero();
        rand::fill(keys.0.expose_secret_mut().as_flattened_mut())?;
        Ok(keys)
    }

    /// The keys that [`Keys::as_bytes`] gave; nothing if their number is another.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut keys = Self::zero();
        (bytes.len() == BYTES).then(|| keys.0.expose_secret_mut().as_flattened_mut().copy_from_slice(bytes))?;
        Some(keys)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_flattened()
    }

    /// Overwrites one key.
    pub(crate) fn wipe(&mut self, slot: KeySlot) {
        if let Some(key) = self.0.expose_secret_mut().get_mut(slot.index()) {
            key.zeroize();
        }
    }

    fn zero() -> Self {
        Self(SecretBox::new(Box::new([[0; 32]; SLOTS])))
    }
}

/// A page as it was read, and what was shredded since by this process.
#[derive(Debug)]
pub(crate) struct Page {
    keys: Keys,
    shredded: AtomicU64,
    /// When the reading began: what others shredded later is not known here.
    pub(crate) read_time: Instant,
}

impl Page {
    pub(crate) fn new(keys: Keys, shredded: u64, read_time: Instant) -> Self {
        Self { keys, shredded: AtomicU64::new(shredded), read_time }
    }

    pub(crate) fn is_shredded(&self, slot: KeySlot) -> bool {
        self.shredded.load(Ordering::Acquire) & slot.bit() != 0
    }

    /// Makes the key unusable for those who hold it already.
    pub(crate) fn mark_shredded(&self, slot: KeySlot) {
        self.shredded.fetch_or(slot.bit(), Ordering::AcqRel);
    }

    /// The cipher with the key of a slot that is not shredded.
    pub(crate) fn cipher(&self, slot: KeySlot) -> Result<RandomizedNonceKey, Unspecified> {
        let key = self.keys.0.expose_secret().get(slot.index()).ok_or(Unspecified)?;
        RandomizedNonceKey::new(&AES_256_GCM, key)
    }
}
