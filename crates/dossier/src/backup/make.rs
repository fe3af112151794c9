//! Making a backup of a data folder on which a server may run.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use contracts::validation::Wording;

use super::manifest::{self, Manifest};
use super::{Summary, beside, parts};
use crate::data_folder::DataFolder;
use crate::failure::Failure;
use crate::progress;

/// The services, those that hear of others before those whom they hear.
pub(super) const SERVICES: [&str; 4] = [analytics::NAME, reminder::NAME, interaction::NAME, customer::NAME];

/// Makes a backup of `data` in the folder `backup`.
pub(super) async fn make(data: &DataFolder, backup: &Path) -> Result<Summary, Failure> {
    if !data.records_of(customer::NAME).is_file() {
        let folder = data.path().display();
        return Err(Failure::usage(
            format!("--data: {folder} holds no records: name the folder that the server was given"),
            format!("--data：{folder} 中没有客户数据：请指定服务器所用的目录"),
        ));
    }
    if backup.exists() {
        return Err(Failure::usage(
            format!("{} is there already: name a folder that is not, such as one called by the day", backup.display()),
            format!("{} 已存在：请指定新的目录，例如以日期命名", backup.display()),
        ));
    }
    // Whatever ends it: what has the name is whole.
    let partial = beside(backup, ".partial");
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(Failure::file(&partial))?;
    }
    let copy = DataFolder::new(&partial);
    for folder in parts(&copy) {
        make_folder(&folder)?;
    }
    let databases = databases(data, &copy);
    let bar = progress::bar(progress::ENTRIES);
    bar.set_length(databases.len() as u64);
    for (from, to) in databases {
        database::copy_sqlite(&from, &to)
            .await
            .map_err(|error| Failure::File { path: from.clone(), error: std::io::Error::other(error) })?;
        flush(&to)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    // A key that was made meanwhile may seal what was copied.
    copy_keys(&data.master(), &copy.master())?;
    let (mut files, mut bytes) = (0, 0);
    for folder in parts(&copy) {
        let manifest = Manifest::write(&folder)?;
        files += manifest.files.len();
        bytes += manifest.bytes();
    }
    fs::rename(&partial, backup).map_err(Failure::file(backup))?;
    let folder = backup.display();
    let told = Wording::new(
        format!(
            "{files} files, {bytes} bytes in {folder}; keep its folders apart from each other: records alone tell nothing personal"
        ),
        format!("{folder}：{files} 个文件，{bytes} 字节；请将其中各目录分开保存：仅有 records 读不出个人信息"),
    );
    Ok(Summary { files, bytes, verified_entries: None, faults: Vec::new(), told })
}

/// What is copied to where, in this order.
fn databases(data: &DataFolder, copy: &DataFolder) -> Vec<(PathBuf, PathBuf)> {
    let mut pairs: Vec<_> = SERVICES.iter().map(|name| (data.records_of(name), copy.records_of(name))).collect();
    pairs.push((data.access_log(), copy.access_log()));
    pairs.extend(SERVICES.iter().map(|name| (data.keyring_of(name), copy.keyring_of(name))));
    pairs.push((data.ledger(), copy.ledger()));
    pairs
}

/// Makes a folder that nobody but its owner can enter.
pub(super) fn make_folder(folder: &Path) -> Result<(), Failure> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(Failure::file(folder))
}

/// Copies a file to another that nobody but its owner can read.
pub(super) fn copy_file(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::copy(from, to).map_err(Failure::file(from))?;
    fs::set_permissions(to, fs::Permissions::from_mode(0o600)).map_err(Failure::file(to))?;
    flush(to)
}

fn flush(file: &Path) -> Result<(), Failure> {
    File::open(file).and_then(|file| file.sync_all()).map_err(Failure::file(file))
}

/// Copies the keys of a master folder: what is neither a database nor a lock.
fn copy_keys(from: &Path, to: &Path) -> Result<(), Failure> {
    for file in manifest::files(from)? {
        let name = file.file_name().unwrap_or_default();
        let is_of_a_database =
            [".db", ".db-wal", ".db-shm", ".lock"].iter().any(|ending| name.to_string_lossy().ends_with(ending));
        if !is_of_a_database {
            copy_file(&file, &to.join(name))?;
        }
    }
    Ok(())
}
