//! Master keys in a secret text.

use std::collections::BTreeMap;

use super::{Error, MasterKey};

/// Reads `VERSION:BASE64` entries. An entry is named by its number in errors, never repeated.
pub(super) fn read(text: &str) -> Result<BTreeMap<i64, MasterKey>, Error> {
    let entries = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
    let mut versions = BTreeMap::new();
    for (index, entry) in entries.enumerate() {
        let place = || format!("entry {} of the text of the master keys", index + 1);
        let malformed = |rule| Error::Malformed { place: place(), rule };
        let (version, key) = entry.split_once(':').ok_or_else(|| malformed("it must be VERSION:BASE64"))?;
        let version = version
            .parse()
            .ok()
            .filter(|version| *version > 0)
            .ok_or_else(|| malformed("the version must be 1 or more"))?;
        if versions.insert(version, MasterKey::from_base64(version, key, place)?).is_some() {
            return Err(malformed("a version may come once"));
        }
    }
    Ok(versions)
}
