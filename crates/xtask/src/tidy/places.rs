//! What lies where, and that it would lie as well on another machine.

use std::collections::BTreeSet;

use super::Fault;
use super::sources::Sources;

/// Everything at the top, beside dotfiles.
const TOP_LEVEL: [&str; 10] =
    ["CHANGELOG.md", "Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "crates", "k8s", "proto", "services", "tests"];

/// Folders at the root of a machine in which people and build systems keep what is theirs.
const MACHINES_OWN: [&str; 7] = ["Users", "builds", "home", "root", "tmp", "work", "workspace"];

pub(crate) fn top_level(sources: &Sources) -> Vec<Fault> {
    let names: BTreeSet<_> = sources.files().filter_map(|(path, _)| path.split('/').next()).collect();
    let is_allowed = |name: &&str| name.starts_with('.') || TOP_LEVEL.contains(name);
    let others = names.into_iter().filter(|name| !is_allowed(name));
    others.map(|name| Fault::file(name, "is new at the top: put it beside what it is about")).collect()
}

/// Files that name a path in one of [`MACHINES_OWN`].
pub(crate) fn of_one_machine(sources: &Sources) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in sources.files() {
        for (index, line) in text.lines().enumerate() {
            for folder in MACHINES_OWN.iter().filter(|folder| names_folder(line, folder)) {
                let message =
                    format!("names a path in /{folder}, which other machines have not: let it be given or found");
                faults.push(Fault::line(path, index + 1, message));
            }
        }
    }
    faults
}

/// Whether an absolute path into the folder stands in the line: not a part of a longer path or of an address.
fn names_folder(line: &str, folder: &str) -> bool {
    let path = format!("/{folder}/");
    line.match_indices(&path).any(|(start, _)| {
        let before = line.get(..start).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric() && !"._-~*})]>/$".contains(before))
    })
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_new_name_at_the_top_is_found() {
        let files = ["Cargo.toml", ".ci/run", "crates/a/src/lib.rs", "tests/Cargo.toml", "docs/a.md", "notes.txt"];
        let faults = found(top_level, &files.map(|file| (file, "")));
        assert!(
            matches!(faults.as_slice(), [docs, notes] if docs.starts_with("docs:") && notes.starts_with("notes.txt:"))
        );
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let line = |line: String| found(of_one_machine, &[("README.md", &format!("Run it.\n{line}\n"))]);
        for folder in MACHINES_OWN {
            let faults = line(format!("cd `/{folder}/dossier`"));
            assert!(matches!(faults.as_slice(), [fault] if fault.starts_with("README.md:2: ")), "{folder}: {faults:?}");
            assert!(
                line(format!("https://example.org/{folder}/dossier, ../{folder}/x, {{root}}/{folder}/x")).is_empty()
            );
        }
    }
}
