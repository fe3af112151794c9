//! Keeps a second process out of a data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::Error;

/// Holds a file's lock until dropped; the operating system drops it with the process.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Locks `file`'s neighbour `<file>.lock`.
    pub(crate) fn acquire(file: &Path) -> Result<Self, Error> {
        let folder = file.parent().unwrap_or(file);
        let lock = file.with_extension("lock");
        let handle = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock)
            .map_err(|error| Error::Unavailable(format!("{}: {error}", lock.display())))?;
        match handle.try_lock() {
            Ok(()) => Ok(Self { _file: handle }),
            Err(TryLockError::WouldBlock) => Err(Error::Held { folder: folder.to_owned() }),
            Err(TryLockError::Error(error)) => Err(Error::Unavailable(format!("{}: {error}", lock.display()))),
        }
    }
}
