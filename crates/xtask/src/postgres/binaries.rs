//! The server's programs: found, or installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::command::{install_package, read};

/// The oldest release that will do.
const OLDEST: u32 = 15;
/// Where Debian keeps the programs, in a folder for each release.
const DEBIAN: &str = "/usr/lib/postgresql";
/// What brings them on Debian.
const PACKAGE: &str = "postgresql";

/// The folder with `postgres` and `initdb` of one release.
pub(crate) struct Binaries(PathBuf);

impl Binaries {
    /// Finds a release that is new enough, or installs one.
    pub(crate) fn find_or_install() -> Outcome<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        install_package(PACKAGE, &format!("the tests need PostgreSQL {OLDEST} or newer"))?;
        Self::find().ok_or_else(|| format!("the package {PACKAGE} brought no PostgreSQL {OLDEST} or newer").into())
    }

    pub(crate) fn postgres(&self) -> PathBuf {
        self.0.join("postgres")
    }

    pub(crate) fn initdb(&self) -> PathBuf {
        self.0.join("initdb")
    }

    /// The first on the path, then in `/usr/local/bin`, then the newest of Debian's.
    fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<_> = std::env::split_paths(&path).collect();
        folders.push("/usr/local/bin".into());
        let mut releases: Vec<_> = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten().collect();
        releases.sort_by_key(|release| release.file_name().to_string_lossy().parse::<u32>().unwrap_or(0));
        folders.extend(releases.iter().rev().map(|release| release.path().join("bin")));
        folders.into_iter().map(Self).find(|binaries| {
            binaries.initdb().exists() && release(&binaries.postgres()).is_some_and(|release| release >= OLDEST)
        })
    }
}

/// The release that `postgres --version` tells: 15 of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn release(postgres: &Path) -> Option<u32> {
    let version = read(Command::new(postgres).arg("--version")).ok()?;
    let number = version.split_whitespace().nth(2)?;
    number.split(|each: char| !each.is_ascii_digit()).next()?.parse().ok()
}
