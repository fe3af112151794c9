//! Names that say nothing, in which anything gathers.

use super::Fault;
use super::sources::Sources;

const EMPTY: [&str; 7] = ["common", "core", "helpers", "manager", "shared", "types", "utils"];

pub(crate) fn empty(sources: &Sources) -> Vec<Fault> {
    let mut faults = Vec::new();
    let way_out = "give it the name of its subject, or put its parts where they are used";
    for (path, text) in sources.files() {
        let is_package = path.ends_with("/Cargo.toml");
        let Some(name) = path.strip_suffix(".rs").or(is_package.then_some(path)) else { continue };
        faults.extend(
            name.split('/')
                .filter(|part| EMPTY.contains(part))
                .map(|part| Fault::file(path, format!("lies under the name `{part}`: {way_out}"))),
        );
        if is_package {
            let package = text.parse::<toml::Table>().ok();
            let package = package.as_ref().and_then(|manifest| manifest.get("package")?.get("name")?.as_str());
            faults.extend(
                package
                    .filter(|package| EMPTY.contains(package))
                    .map(|package| Fault::file(path, format!("names a crate `{package}`: {way_out}"))),
            );
        }
    }
    for (path, code) in sources.production().chain(sources.tests()) {
        let declared = code.words_after("mod").into_iter().filter(|(name, _)| EMPTY.contains(name));
        faults
            .extend(declared.map(|(name, line)| Fault::line(path, line, format!("has a module `{name}`: {way_out}"))));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_name_that_says_nothing_is_found() {
        for (path, text) in [
            ("crates/a/src/utils.rs", ""),
            ("crates/a/src/shared/b.rs", ""),
            ("crates/common/Cargo.toml", ""),
            ("crates/a/Cargo.toml", "[package]\nname = \"core\""),
            ("crates/a/src/lib.rs", "mod types { }"),
            ("crates/a/tests/it/main.rs", "mod helpers;"),
        ] {
            assert_eq!(found(empty, &[(path, text)]).len(), 1, "{path}");
        }
        assert!(found(empty, &[("crates/a/src/lib.rs", "use core::fmt; mod phone;")]).is_empty());
    }
}
