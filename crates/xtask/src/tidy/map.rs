//! README's map, held against the tree.

use std::collections::BTreeSet;

use super::Fault;
use super::sources::Sources;

const README: &str = "README.md";
/// How a row of the map begins, whichever folders it names.
const ROW: &str = "| `";

/// Packages that stand in no row of the map, and rows of what is not there.
pub(crate) fn untrue(sources: &Sources) -> Vec<Fault> {
    let rows = sources.get(README).unwrap_or_default().lines().enumerate().filter(|(_, line)| line.starts_with(ROW));
    let named: Vec<(usize, &str)> =
        rows.flat_map(|(index, line)| folders(line).map(move |folder| (index, folder))).collect();
    let there: BTreeSet<&str> = sources.files().filter_map(|(path, _)| package(path)).collect();
    let untold = there.iter().filter(|package| !named.iter().any(|(_, folder)| folder == *package));
    let untold = untold.map(|package| Fault::file(*package, "stands in no row of README's map: say what it is"));
    let is_there = |folder: &str| sources.files().any(|(path, _)| path.starts_with(&format!("{folder}/")));
    let gone = named.iter().filter(|(_, folder)| !is_there(folder));
    let gone =
        gone.map(|(index, folder)| Fault::line(README, index + 1, format!("tells of {folder}, which is not there")));
    untold.chain(gone).collect()
}

/// The folders that the first cell of a row names.
fn folders(row: &str) -> impl Iterator<Item = &str> {
    let first = row.trim_start_matches('|').split('|').next().unwrap_or_default();
    first.split('`').skip(1).step_by(2).map(|folder| folder.trim_end_matches('/')).filter(|folder| is_folder(folder))
}

/// Whether this is how a folder is written, and no command.
fn is_folder(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '/')
}

/// The package that has this manifest, if it is a crate or a service.
fn package(path: &str) -> Option<&str> {
    let package = path.strip_suffix("/Cargo.toml")?;
    let (folder, name) = package.split_once('/')?;
    (["crates", "services"].contains(&folder) && !name.contains('/')).then_some(package)
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_package_without_a_row_and_a_row_without_a_folder_are_found() {
        let map = "| folder | what it is |\n| `crates/a`, `services/b/` | both |\n| `crates/gone` | nothing |\n| `dossier list` | all |\n";
        let manifests = ["crates/a/Cargo.toml", "services/b/Cargo.toml", "crates/new/Cargo.toml"];
        let files: Vec<_> = manifests.into_iter().map(|manifest| (manifest, "")).chain([(README, map)]).collect();
        let faults = found(untrue, &files);
        assert!(
            matches!(faults.as_slice(), [new, gone] if new.starts_with("crates/new:") && gone.starts_with("README.md:3: ")),
            "{faults:?}"
        );
    }
}
