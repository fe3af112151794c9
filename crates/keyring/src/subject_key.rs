//! The key of one person: sealing and opening.

use std::sync::Arc;

use crate::page::Page;
use crate::{Context, Error, KeySlot, OpenError, SealError, aead};

/// The format of sealed bytes: `format 1 | page 16 | slot 1 | nonce 12 | ciphertext | tag 16`, AES-256-GCM.
pub(crate) const FORMAT: u8 = 1;
const HEADER: usize = 1 + KeySlot::LENGTH;

/// The key of one person. Hold it for one request at most: a shred elsewhere reaches only keys that are asked for anew.
#[derive(Clone, Debug)]
pub struct SubjectKey {
    slot: KeySlot,
    page: Arc<Page>,
}

impl SubjectKey {
    pub(crate) fn new(slot: KeySlot, page: Arc<Page>) -> Result<Self, Error> {
        if page.is_shredded(slot) { Err(Error::Shredded(slot)) } else { Ok(Self { slot, page }) }
    }

    /// Where the key lies.
    pub fn slot(&self) -> KeySlot {
        self.slot
    }

    /// Seals a text for one place; the answer is 46 bytes longer.
    ///
    /// # Errors
    /// [`SealError::Shredded`] once the subject is erased.
    pub fn seal(&self, context: &Context<'_>, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        if self.page.is_shredded(self.slot) {
            return Err(SealError::Shredded);
        }
        let header = self.header();
        self.page
            .cipher(self.slot)
            .and_then(|cipher| aead::seal(&cipher, &header, &context.associated_data(&header), plaintext))
            .map_err(|_| SealError::Cryptography)
    }

    /// Opens what was sealed under this key for the same place.
    ///
    /// # Errors
    /// [`OpenError::Altered`] when the bytes or the place are not those that were sealed; the others say what they say.
    pub fn open(&self, context: &Context<'_>, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        if KeySlot::of_sealed(sealed)? != self.slot {
            return Err(OpenError::OtherKey);
        }
        if self.page.is_shredded(self.slot) {
            return Err(OpenError::Shredded);
        }
        let (header, body) = sealed.split_at_checked(HEADER).ok_or(OpenError::Malformed)?;
        self.page
            .cipher(self.slot)
            .and_then(|cipher| aead::open(&cipher, &context.associated_data(header), body))
            .map_err(|_| OpenError::Altered)
    }

    fn header(&self) -> Vec<u8> {
        [&[FORMAT][..], &self.slot.to_bytes()].concat()
    }
}
