//! Ids of a customer in other systems.

use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};

/// The most external ids of one record.
pub const MAX_EXTERNAL_IDS: usize = 20;
/// The longest name of a system and the longest id, in characters.
pub const MAX_SOURCE_CHARS: usize = 64;
/// The longest id, in characters.
pub const MAX_ID_CHARS: usize = 200;

/// An id in another system. Stored as `{"source":"shop","id":"4711"}`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct ExternalId {
    source: String,
    id: String,
}

/// Why an external id is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// The name of the system is malformed.
    #[error("the source must be 1 to {MAX_SOURCE_CHARS} of the characters a-z, 0-9, `.`, `_`, `:` and `-`")]
    Source,
    /// The id is empty, too long or has control characters.
    #[error("the id must be 1 to {MAX_ID_CHARS} characters, none of them a control character")]
    Id,
}

impl Bilingual for Error {
    fn chinese(&self) -> String {
        match self {
            Self::Source => {
                format!("source 须为 1 至 {MAX_SOURCE_CHARS} 个字符，只能用 a-z、0-9、`.`、`_`、`:` 和 `-`")
            }
            Self::Id => format!("id 须为 1 至 {MAX_ID_CHARS} 个字符，不能含有控制字符"),
        }
    }
}

impl ExternalId {
    /// The id `id` in the system `source`.
    pub fn parse(source: &str, id: &str) -> Result<Self, Error> {
        let named = source.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._:-".contains(&b));
        if !named || !(1..=MAX_SOURCE_CHARS).contains(&source.len()) {
            return Err(Error::Source);
        }
        if !(1..=MAX_ID_CHARS).contains(&id.chars().count()) || id.chars().any(char::is_control) {
            return Err(Error::Id);
        }
        Ok(Self { source: source.to_owned(), id: id.to_owned() })
    }

    /// The name of the system.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The id there.
    pub fn id(&self) -> &str {
        &self.id
    }
}
