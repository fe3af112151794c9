//! Master keys as files of a folder, one a version, which nobody but their owner may read.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::{Error, MasterKey};
use crate::aead::KeyBytes;

const OWNER_READS_AND_WRITES: u32 = 0o600;
const OWNER_ENTERS: u32 = 0o700;
/// What group and others may do: nothing.
const OTHERS: u32 = 0o077;
/// The largest key file, in bytes: 44 characters, and room for line ends.
const LARGEST_FILE: u64 = 100;

/// Reads all `VERSION.key` files; a folder that is not there holds none. Other files are left alone.
pub(super) fn read(folder: &Path) -> Result<BTreeMap<i64, MasterKey>, Error> {
    let mut versions = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(versions),
        Err(error) => return Err(Error::file(folder, error)),
    };
    for entry in entries {
        let path = entry.map_err(|error| Error::file(folder, error))?.path();
        if let Some(version) = version_of(&path) {
            versions.insert(version, read_file(&path, version)?);
        }
    }
    if !versions.is_empty() {
        refuse_others(folder, OWNER_ENTERS)?;
    }
    Ok(versions)
}

fn version_of(path: &Path) -> Option<i64> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix(".key")?.parse().ok().filter(|version| *version > 0)
}

fn read_file(path: &Path, version: i64) -> Result<MasterKey, Error> {
    refuse_others(path, OWNER_READS_AND_WRITES)?;
    let length = fs::metadata(path).map_err(|error| Error::file(path, error))?.len();
    if length > LARGEST_FILE {
        return Err(Error::Malformed { place: path.display().to_string(), rule: "the file is too long" });
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| Error::file(path, error))?);
    MasterKey::from_base64(version, &text, || path.display().to_string())
}

fn refuse_others(path: &Path, mode: u32) -> Result<(), Error> {
    let found = fs::metadata(path).map_err(|error| Error::file(path, error))?.permissions().mode();
    if found & OTHERS == 0 {
        return Ok(());
    }
    let found = found & 0o777;
    Err(Error::file(path, format!("others may read it (mode {found:o}); run `chmod {mode:o} {}`", path.display())))
}

/// Makes a new version, flushed to the disk before anything is wrapped by it. Never overwrites one.
pub(super) fn add(folder: &Path, version: i64) -> Result<MasterKey, Error> {
    DirBuilder::new().recursive(true).mode(OWNER_ENTERS).create(folder).map_err(|error| Error::file(folder, error))?;
    // The folder may have been made before, for something else.
    fs::set_permissions(folder, Permissions::from_mode(OWNER_ENTERS)).map_err(|error| Error::file(folder, error))?;
    let path = folder.join(format!("{version}.key"));
    let mut key = Zeroizing::new(KeyBytes::default());
    rand::fill(key.as_mut()).map_err(|_| Error::file(&path, "the cryptographic library answers no random numbers"))?;
    let text = Zeroizing::new(STANDARD.encode(key.as_ref()) + "\n");
    write(&path, &text).and_then(|()| sync(folder)).map_err(|error| Error::file(&path, error))?;
    MasterKey::from_base64(version, &text, || path.display().to_string())
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(OWNER_READS_AND_WRITES).open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a key would keep every later start from making a whole one.
        fs::remove_file(path)?;
    }
    written
}

/// Overwrites and removes a version; one that is gone already is gone.
pub(super) fn remove(folder: &Path, version: i64) -> Result<(), Error> {
    let path = folder.join(format!("{version}.key"));
    let removed = match OpenOptions::new().write(true).open(&path) {
        Ok(mut file) => file
            .metadata()
            .and_then(|metadata| file.write_all(&vec![0; metadata.len().min(LARGEST_FILE) as usize]))
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::remove_file(&path))
            .and_then(|()| sync(folder)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    };
    removed.map_err(|error| Error::file(&path, error))
}

/// Flushes the names in a folder.
fn sync(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}
