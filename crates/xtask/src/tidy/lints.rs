//! The lints of the workspace hold everywhere, and one of them forbids unsafe code.

use toml::{Table, Value};

use super::Fault;
use super::sources::Sources;

/// The manifest of the workspace.
const WORKSPACE: &str = "Cargo.toml";

pub(crate) fn missing(sources: &Sources) -> Vec<Fault> {
    let is_set = |manifest: &Table, path: &[&str], expected: &Value| {
        let (first, rest) = path.split_first()?;
        let value = rest.iter().try_fold(manifest.get(*first)?, |value, key| value.get(key))?;
        (value == expected).then_some(())
    };
    let workspace: Table = sources.get(WORKSPACE).and_then(|text| text.parse().ok()).unwrap_or_default();
    let mut faults = Vec::new();
    if is_set(&workspace, &["workspace", "lints", "rust", "unsafe_code"], &"forbid".into()).is_none() {
        faults.push(Fault::file(
            WORKSPACE,
            "does not forbid unsafe code: [workspace.lints.rust] unsafe_code = \"forbid\"",
        ));
    }
    for (path, manifest) in sources.manifests() {
        if is_set(&manifest, &["lints", "workspace"], &true.into()).is_none() {
            faults.push(Fault::file(path, "has lints of its own or none: write [lints] workspace = true"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const FORBIDDEN: &str = "[workspace.lints.rust]\nunsafe_code = \"forbid\"";

    #[test]
    fn a_package_without_the_workspaces_lints_is_found() {
        let package = |text| found(missing, &[(WORKSPACE, FORBIDDEN), ("crates/a/Cargo.toml", text)]);
        assert!(package("[lints]\nworkspace = true").is_empty());
        assert_eq!(package("[lints]\nworkspace = false").len(), 1);
        assert_eq!(package("[package]\nname = \"a\"").len(), 1);
    }

    #[test]
    fn a_workspace_that_does_not_forbid_unsafe_code_is_found() {
        assert!(found(missing, &[(WORKSPACE, FORBIDDEN)]).is_empty());
        assert_eq!(found(missing, &[(WORKSPACE, "[workspace.lints.rust]\nunsafe_code = \"deny\"")]).len(), 1);
        assert_eq!(found(missing, &[(WORKSPACE, "[workspace]")]).len(), 1);
    }
}
