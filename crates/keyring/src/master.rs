//! The master keys: what wraps every page, and never lies beside it.

mod error;
mod folder;
mod key;
mod text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clock::Instant;
pub use error::Error;
pub(crate) use key::MasterKey;

/// What to do on a first start, when the folder holds no key and the keyring has never seen one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WhenEmpty {
    /// Make version 1.
    MakeFirst,
    /// Refuse to start.
    Refuse,
}

/// How long a new version only unwraps, in microseconds: an hour. By then every process that shares the keyring has it, and can read
/// what it wraps.
const ANNOUNCEMENT: i64 = 3_600 * 1_000_000;

/// The versions of the master key that are at hand. The newest wraps once it was announced for long enough, the others still unwrap.
#[derive(Debug)]
pub struct MasterKeys {
    versions: BTreeMap<i64, MasterKey>,
    /// When a process first had each version that is recorded.
    announced: BTreeMap<i64, Instant>,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Folder { folder: PathBuf, when_empty: WhenEmpty },
    Text,
}

impl MasterKeys {
    /// Reads the keys of a folder: files `1.key`, `2.key` … with 32 bytes in base64, which nobody but their owner may read.
    /// Where there are none, [`crate::Keyring::open`] makes the first if it may, and if no row was ever wrapped by another.
    ///
    /// # Errors
    /// [`Error::Folder`] and [`Error::Malformed`], naming the file.
    pub fn from_folder(folder: &Path, when_empty: WhenEmpty) -> Result<Self, Error> {
        let source = Source::Folder { folder: folder.to_owned(), when_empty };
        Ok(Self { versions: folder::read(folder)?, announced: BTreeMap::new(), source })
    }

    /// Reads keys from a secret: `1:BASE64 2:BASE64 …`, each 32 bytes, apart by spaces, line ends or commas.
    ///
    /// # Errors
    /// [`Error::Malformed`], naming the entry by its number.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        Ok(Self { versions: text::read(text)?, announced: BTreeMap::new(), source: Source::Text })
    }

    /// Makes the next version in a folder, for processes that start from now on, and answers its number. With text, add an
    /// entry with the next number: `openssl rand -base64 32`.
    ///
    /// # Errors
    /// Those of [`MasterKeys::from_folder`].
    pub fn add_to_folder(folder: &Path) -> Result<i64, Error> {
        let version = folder::read(folder)?.last_key_value().map_or(1, |(newest, _)| newest + 1);
        folder::add(folder, version)?;
        Ok(version)
    }

    pub(crate) fn get(&self, version: i64) -> Result<&MasterKey, Error> {
        self.versions.get(&version).ok_or_else(|| Error::Absent { version, place: self.source.to_string() })
    }

    /// The newest key.
    pub(crate) fn newest(&self) -> Result<&MasterKey, Error> {
        self.versions.last_key_value().map(|(_, key)| key).ok_or_else(|| Error::None { place: self.source.to_string() })
    }

    /// The key that wraps at a time.
    pub(crate) fn wrapping(&self, now: Instant) -> Result<&MasterKey, Error> {
        let is_known = |version| self.announced.get(version).is_some_and(|time| time.plus_micros(ANNOUNCEMENT) <= now);
        let known = self.versions.iter().rev().find(|(version, _)| is_known(version));
        // Of the first version there is none who could not know it.
        let wrapping = known.or_else(|| self.versions.first_key_value());
        wrapping.map(|(_, key)| key).ok_or_else(|| Error::None { place: self.source.to_string() })
    }

    /// Notes when a process first had a version.
    pub(crate) fn announce(&mut self, version: i64, time: Instant) {
        self.announced.insert(version, time);
    }

    /// Makes the first key of a keyring that has never seen one.
    pub(crate) fn make_first(&mut self) -> Result<(), Error> {
        if let Source::Folder { folder, when_empty: WhenEmpty::MakeFirst } = &self.source
            && self.versions.is_empty()
        {
            self.versions.insert(1, folder::add(folder, 1)?);
        }
        Ok(())
    }

    /// Fails if this keyring was wrapped by another key of the same number.
    pub(crate) fn compare(&self, version: i64, fingerprint: &str) -> Result<(), Error> {
        match self.versions.get(&version) {
            Some(key) if key.fingerprint != fingerprint => Err(Error::Different {
                version,
                place: self.source.to_string(),
                expected: fingerprint.to_owned(),
                found: key.fingerprint.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// Removes a version from the folder for ever; in a text, finds that it is gone.
    pub(crate) fn destroy(&self, version: i64) -> Result<(), Error> {
        match &self.source {
            Source::Folder { folder, .. } => folder::remove(folder, version),
            Source::Text if self.versions.contains_key(&version) => Err(Error::StillInText { version }),
            Source::Text => Ok(()),
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder { folder, .. } => write!(formatter, "the folder {}", folder.display()),
            Self::Text => formatter.write_str("the text of the master keys"),
        }
    }
}
