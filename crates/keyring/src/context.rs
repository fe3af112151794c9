//! What a sealed text is bound to.

use uuid::Uuid;

/// The one place where a sealed text belongs. Carried anywhere else, it does not open.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// The service, such as `customer`.
    pub service: &'a str,
    /// The kind of record, such as `contact_person`.
    pub entity_kind: &'a str,
    /// The record.
    pub entity_id: Uuid,
    /// The revision of the record.
    pub revision: i64,
    /// The person whose data it is.
    pub subject: Uuid,
}

impl Context<'_> {
    /// The associated data: the header, then every text with its length before it, then what has a fixed length. No two
    /// contexts give the same bytes.
    pub(crate) fn associated_data(&self, header: &[u8]) -> Vec<u8> {
        let texts = [self.tenant, self.service, self.entity_kind];
        let mut data = Vec::with_capacity(header.len() + texts.iter().map(|text| 8 + text.len()).sum::<usize>() + 40);
        data.extend_from_slice(header);
        for text in texts {
            data.extend_from_slice(&(text.len() as u64).to_be_bytes());
            data.extend_from_slice(text.as_bytes());
        }
        data.extend_from_slice(self.entity_id.as_bytes());
        data.extend_from_slice(&self.revision.to_be_bytes());
        data.extend_from_slice(self.subject.as_bytes());
        data
    }
}
