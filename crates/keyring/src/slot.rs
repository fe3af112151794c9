//! Where a subject's key lies.

use uuid::Uuid;

use crate::OpenError;
use crate::subject_key::FORMAT;

/// Keys in a page.
pub(crate) const SLOTS: usize = 64;

/// Where a subject's key lies: one of the 64 places of a page. It is no secret, and stands before everything sealed.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct KeySlot {
    page: Uuid,
    slot: u8,
}

impl KeySlot {
    /// Bytes of a slot: the page's 16, then the place.
    pub const LENGTH: usize = 17;

    /// The slots of a page, in order.
    pub(crate) fn of_page(page: Uuid) -> impl Iterator<Item = Self> {
        (0..SLOTS as u8).map(move |slot| Self { page, slot })
    }

    /// The slot under whose key something was sealed.
    ///
    /// # Errors
    /// [`OpenError::Malformed`] or [`OpenError::UnknownFormat`] when the bytes do not begin as sealed bytes do.
    pub fn of_sealed(sealed: &[u8]) -> Result<Self, OpenError> {
        match sealed.split_first() {
            Some((&FORMAT, rest)) => {
                rest.first_chunk().and_then(|bytes| Self::from_bytes(*bytes)).ok_or(OpenError::Malformed)
            }
            Some((format, _)) => Err(OpenError::UnknownFormat(*format)),
            None => Err(OpenError::Malformed),
        }
    }

    /// The slot that [`KeySlot::to_bytes`] wrote; nothing when the page has no such place.
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Option<Self> {
        let (page, rest) = bytes.split_first_chunk()?;
        let slot = *rest.first()?;
        (usize::from(slot) < SLOTS).then_some(Self { page: Uuid::from_bytes(*page), slot })
    }

    /// The slot as bytes: the page's 16, then the place.
    pub fn to_bytes(self) -> [u8; Self::LENGTH] {
        let mut bytes = [self.slot; Self::LENGTH];
        for (byte, of_page) in bytes.iter_mut().zip(self.page.as_bytes()) {
            *byte = *of_page;
        }
        bytes
    }

    /// The page.
    pub fn page(&self) -> Uuid {
        self.page
    }

    /// The place in the page, from 0 to 63.
    pub fn index(&self) -> usize {
        usize::from(self.slot)
    }

    /// The slot's bit in a page's shred marks.
    pub(crate) fn bit(&self) -> u64 {
        1 << self.slot
    }
}
