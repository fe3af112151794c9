//! The files of the repository, in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use super::Fault;
use super::code::Code;
use crate::Outcome;
use crate::command::read;

/// The files of the repository, by their paths from its top.
pub(crate) struct Sources {
    files: BTreeMap<String, String>,
    production: BTreeMap<String, Code>,
    tests: BTreeMap<String, Code>,
}

impl Sources {
    /// All files of the work tree that git does not ignore; one that is no text counts as empty.
    pub(crate) fn of_work_tree() -> Outcome<Self> {
        let git = |arguments: &[&str]| read(Command::new("git").args(arguments));
        let root = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?.trim_end());
        let listed =
            git(&["-C", &root.to_string_lossy(), "ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        let files = listed.split_terminator('\0').filter_map(|path| {
            // A file whose deletion is not committed yet is still listed.
            let bytes = std::fs::read(root.join(path)).ok()?;
            Some((path.to_owned(), String::from_utf8(bytes).unwrap_or_default()))
        });
        Ok(Self::new(files.collect()))
    }

    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self::new(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    fn new(files: BTreeMap<String, String>) -> Self {
        let rust = files.iter().filter(|(path, _)| path.ends_with(".rs") && !is_build(path));
        let (tests, production): (Vec<_>, Vec<_>) = rust.partition(|(path, _)| is_test(path));
        Self {
            tests: tests.into_iter().map(|(path, text)| (path.clone(), Code::of(text))).collect(),
            production: production.into_iter().map(|(path, text)| (path.clone(), Code::without_tests(text))).collect(),
            files,
        }
    }

    /// Every file and its text.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub(crate) fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    pub(crate) fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Rust code that runs outside tests, without the test modules in it.
    pub(crate) fn production(&self) -> impl Iterator<Item = (&str, &Code)> {
        self.production.iter().map(|(path, code)| (path.as_str(), code))
    }

    /// Rust code in files of tests.
    pub(crate) fn tests(&self) -> impl Iterator<Item = (&str, &Code)> {
        self.tests.iter().map(|(path, code)| (path.as_str(), code))
    }

    /// The manifests of the workspace's members.
    pub(crate) fn manifests(&self) -> impl Iterator<Item = (&str, toml::Table)> {
        let manifests = self.files().filter(|(path, _)| path.ends_with("/Cargo.toml"));
        manifests.map(|(path, text)| (path, text.parse().unwrap_or_default()))
    }

    /// The names of the services: the folders in `services/`.
    pub(crate) fn services(&self) -> impl Iterator<Item = &str> {
        self.files.keys().filter_map(|path| path.strip_prefix("services/")?.strip_suffix("/Cargo.toml"))
    }
}

fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs")
}

/// Code that runs while building, with what cargo gives it in the environment.
fn is_build(path: &str) -> bool {
    path.contains("/build/") || path.ends_with("/build.rs")
}

/// Files that the other rules could not read, and would pass over.
pub(crate) fn unreadable(sources: &Sources) -> Vec<Fault> {
    let is_unreadable = |(path, text): &(&str, &str)| match path.rsplit_once('.') {
        Some((_, "rs")) => !Code::can_read(text),
        Some((_, "proto")) => path.starts_with("proto/dossier/") && !Code::can_read(text),
        Some((_, "toml")) => text.parse::<toml::Table>().is_err(),
        _ => false,
    };
    let unreadable = sources.files().filter(is_unreadable);
    unreadable.map(|(path, _)| Fault::file(path, "is malformed: mend it, so that it can be checked")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_found() {
        let malformed = [
            ("crates/a/src/lib.rs", "fn broken( {"),
            ("crates/a/Cargo.toml", "[package"),
            ("proto/dossier/a/v1/a.proto", "message A {"),
        ];
        assert_eq!(found(unreadable, &malformed).len(), 3);
        let sound = [("crates/a/src/lib.rs", "fn sound() {}"), ("proto/google/a.proto", "message A {")];
        assert!(found(unreadable, &sound).is_empty());
    }
}
