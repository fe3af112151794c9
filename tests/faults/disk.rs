//! A disk that keeps of what was not flushed what it likes, once the power is cut.

use std::collections::BTreeMap;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rand::{Rng, rngs::StdRng};
use rustix::fs::{Mode, chmod};

/// What a disk writes whole or not at all, in bytes.
const SECTOR: usize = 512;
/// What begins a record of the log: kind, length of the path, position, length of the data.
const HEADER: usize = 15;

/// Writes down what processes do to files.
pub struct Recorder(PathBuf);

impl Recorder {
    /// Builds what is loaded into the processes.
    pub fn build() -> Self {
        let library = testkit::fresh_folder().join("disk_log.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("faults/disk_log.c");
        let built =
            Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).args([&library, &source]).status().unwrap();
        assert!(built.success(), "{built}");
        Self(library)
    }

    /// Has a process write down what it does to the files of a folder.
    pub fn watch(&self, command: &mut Command, folder: &Path, log: &Path) {
        command.env("LD_PRELOAD", &self.0).env("DISK_LOG_FOLDER", folder).env("DISK_LOG_FILE", log);
    }
}

/// When what SQLite appends to its write-ahead log is on the disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Synchronous {
    /// With every commit.
    Full,
    /// When a checkpoint has brought it into the database.
    Normal,
}

/// A file, and what was done to it since it was flushed last.
#[derive(Default)]
struct File {
    flushed: Vec<u8>,
    pending: Vec<Change>,
    /// How many of the changes are flushed when a flush has ended, by its number.
    flushing: BTreeMap<u64, usize>,
    /// How many of them are on the disk once a checkpoint has ended.
    until_checkpoint: usize,
}

#[derive(Clone)]
enum Change {
    Write { position: usize, data: Vec<u8> },
    Truncate(usize),
}

impl File {
    /// The first changes are on the disk.
    fn settle(&mut self, count: usize) {
        for change in self.pending.drain(..count.min(self.pending.len())) {
            change.apply(&mut self.flushed);
        }
        for flushing in self.flushing.values_mut() {
            *flushing = flushing.saturating_sub(count);
        }
        self.until_checkpoint = self.until_checkpoint.saturating_sub(count);
    }

    /// What is there when the power comes back: of what was not flushed any sectors of any changes, or none.
    fn after_power_cut(mut self, random: &mut StdRng) -> Vec<u8> {
        let keeps = *[0.0, 0.5, 0.9].get(random.random_range(0..3)).unwrap();
        for change in std::mem::take(&mut self.pending) {
            match change {
                Change::Write { position, data } => {
                    let mut from = 0;
                    while from < data.len() {
                        let sector_end = (position + from) / SECTOR * SECTOR + SECTOR;
                        let to = (sector_end - position).min(data.len());
                        if random.random_bool(keeps) {
                            Change::Write { position: position + from, data: data[from..to].to_vec() }
                                .apply(&mut self.flushed);
                        }
                        from = to;
                    }
                }
                Change::Truncate(_) if random.random_bool(keeps) => change.apply(&mut self.flushed),
                Change::Truncate(_) => {}
            }
        }
        self.flushed
    }
}

impl Change {
    fn apply(self, content: &mut Vec<u8>) {
        match self {
            Self::Write { position, data } => {
                let end = position + data.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[position..end].copy_from_slice(&data);
            }
            Self::Truncate(length) => content.resize(length, 0),
        }
    }
}

/// The files of a folder, while what a process did to them is followed.
pub struct Disk {
    folder: PathBuf,
    synchronous: Synchronous,
    files: BTreeMap<PathBuf, File>,
}

impl Disk {
    /// What a folder holds now, all of it flushed.
    pub fn of(folder: &Path, synchronous: Synchronous) -> Self {
        let mut disk = Self { folder: folder.to_owned(), synchronous, files: BTreeMap::new() };
        disk.read(folder);
        disk
    }

    fn read(&mut self, folder: &Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.read(&path);
            } else if !path.to_string_lossy().ends_with("-shm") {
                let flushed = std::fs::read(&path).unwrap();
                self.files.insert(path, File { flushed, ..File::default() });
            }
        }
    }

    /// Does what a process wrote down, as far as it came.
    pub fn follow(&mut self, log: &Path) {
        let log = std::fs::read(log).unwrap();
        let mut rest = log.as_slice();
        while let Some((record, after)) = Record::read(rest) {
            self.apply(record);
            rest = after;
        }
    }

    fn apply(&mut self, record: Record<'_>) {
        let Record { kind, path, position, data } = record;
        if path == self.folder || path.is_dir() {
            return;
        }
        match kind {
            b'U' => drop(self.files.remove(&path)),
            b'R' => {
                let file = self.files.remove(&path).unwrap_or_default();
                self.files.insert(String::from_utf8(data.to_vec()).unwrap().into(), file);
            }
            _ => {
                let file = self.files.entry(path.clone()).or_default();
                match kind {
                    b'W' => file.pending.push(Change::Write { position: position as usize, data: data.to_vec() }),
                    b'T' => file.pending.push(Change::Truncate(position as usize)),
                    b'B' => drop(file.flushing.insert(position, file.pending.len())),
                    b'S' => self.flushed(&path, position),
                    _ => panic!("no such record: {kind}"),
                }
            }
        }
    }

    /// A flush has ended.
    fn flushed(&mut self, path: &Path, number: u64) {
        let file = self.files.get_mut(path).unwrap();
        let count = file.flushing.remove(&number).unwrap();
        if self.synchronous == Synchronous::Normal && path.to_string_lossy().ends_with("-wal") {
            file.until_checkpoint = file.until_checkpoint.max(count);
            return;
        }
        file.settle(count);
        let mut write_ahead_log = path.as_os_str().to_owned();
        write_ahead_log.push("-wal");
        if let Some(file) = self.files.get_mut(Path::new(&write_ahead_log)) {
            file.settle(file.until_checkpoint);
        }
    }

    /// Cuts the power: what is left is put into a folder.
    pub fn cut(self, to: &Path, random: &mut StdRng) {
        for (path, file) in self.files {
            let path = to.join(path.strip_prefix(&self.folder).unwrap());
            // Some are for the eyes of their owner alone, and all may be so.
            DirBuilder::new().recursive(true).mode(0o700).create(path.parent().unwrap()).unwrap();
            std::fs::write(&path, file.after_power_cut(random)).unwrap();
            chmod(&path, Mode::RUSR | Mode::WUSR).unwrap();
        }
    }
}

/// What a process wrote down.
struct Record<'a> {
    kind: u8,
    path: PathBuf,
    position: u64,
    data: &'a [u8],
}

impl<'a> Record<'a> {
    /// The first of a log, and those after it; none at the end, which may be in the middle of one.
    fn read(log: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (header, rest) = log.split_at_checked(HEADER)?;
        let path_length = u16::from_ne_bytes(header[1..3].try_into().unwrap());
        let length = u32::from_ne_bytes(header[11..15].try_into().unwrap());
        let (path, rest) = rest.split_at_checked(path_length.into())?;
        let (data, rest) = rest.split_at_checked(length.try_into().unwrap())?;
        let path = String::from_utf8(path.to_vec()).unwrap().into();
        Some((
            Self { kind: header[0], path, position: u64::from_ne_bytes(header[3..11].try_into().unwrap()), data },
            rest,
        ))
    }
}
