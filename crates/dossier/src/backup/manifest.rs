//! What a folder of a backup holds, file by file, so that a lost or altered one is seen.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use clock::Clock;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The file that holds a manifest.
const FILE: &str = "manifest.json";
/// The form of manifests that this release writes and reads.
const FORMAT: u32 = 1;
/// How much of a file is read at once, in bytes.
const BUFFER: usize = 1024 * 1024;

/// The files of a folder.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Manifest {
    format: u32,
    /// The release that made the backup.
    release: String,
    /// When it was made.
    time: jiff::Timestamp,
    pub(super) files: BTreeMap<String, Sum>,
}

/// What stands for a file's content.
#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Sum {
    pub(super) bytes: u64,
    /// In hexadecimal.
    sha256: String,
}

impl Manifest {
    /// Writes down what a folder holds.
    pub(super) fn write(folder: &Path) -> Result<Self, Failure> {
        let manifest = Self {
            format: FORMAT,
            release: env!("CARGO_PKG_VERSION").to_owned(),
            time: Clock::system().now().into(),
            files: sums(folder)?,
        };
        let text = serde_json::to_string_pretty(&manifest).map_err(|error| Failure::Defect(error.to_string()))?;
        let path = folder.join(FILE);
        fs::write(&path, text).and_then(|()| File::open(&path)?.sync_all()).map_err(Failure::file(&path))?;
        Ok(manifest)
    }

    /// Reads what a folder should hold.
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
        let manifest = serde_json::from_str::<Self>(&text).ok().filter(|manifest| manifest.format == FORMAT);
        manifest.ok_or_else(|| {
            Failure::usage(
                format!(
                    "{} is no manifest of this release: restore with the release that made the backup",
                    path.display()
                ),
                format!("{} 不是本版本的备份清单：请用制作该备份的版本恢复", path.display()),
            )
        })
    }

    /// What of a folder differs from what it should hold.
    pub(super) fn faults(&self, folder: &Path) -> Result<Vec<String>, Failure> {
        let found = sums(folder)?;
        let mut faults = Vec::new();
        for (name, sum) in &self.files {
            match found.get(name) {
                None => faults.push(format!("{} is missing", folder.join(name).display())),
                Some(other) if other != sum => faults.push(format!("{} was altered", folder.join(name).display())),
                Some(_) => {}
            }
        }
        let surplus = found.keys().filter(|name| !self.files.contains_key(*name));
        faults.extend(surplus.map(|name| format!("{} is not in the manifest", folder.join(name).display())));
        Ok(faults)
    }

    /// The size of all files.
    pub(super) fn bytes(&self) -> u64 {
        self.files.values().map(|sum| sum.bytes).sum()
    }
}

/// The files of a folder but for its manifest.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let read = || -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_file() && entry.file_name() != FILE {
                files.push(entry.path());
            }
        }
        Ok(files)
    };
    read().map_err(Failure::file(folder))
}

fn sums(folder: &Path) -> Result<BTreeMap<String, Sum>, Failure> {
    let mut sums = BTreeMap::new();
    for path in files(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sums.insert(name, sum(&path).map_err(Failure::file(&path))?);
    }
    Ok(sums)
}

fn sum(path: &Path) -> io::Result<Sum> {
    let (mut file, mut digest, mut bytes) = (File::open(path)?, Context::new(&SHA256), 0);
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(Sum { bytes, sha256: HEXLOWER.encode(digest.finish().as_ref()) });
        }
        digest.update(buffer.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
}
