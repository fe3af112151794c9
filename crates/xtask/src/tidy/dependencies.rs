//! Which package may depend on which.

use toml::{Table, Value};

use super::Fault;
use super::sources::Sources;

/// Only the process of all services, and what tests one beside another or the whole platform, depend on services.
const MAY_KNOW_SERVICES: [&str; 3] = ["crates/dossier/", "crates/house/", "tests/"];

pub(crate) fn between_services(sources: &Sources) -> Vec<Fault> {
    let services: Vec<_> = sources.services().collect();
    let mut faults = Vec::new();
    for (path, manifest) in sources.manifests() {
        if MAY_KNOW_SERVICES.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        for dependency in dependencies(&manifest) {
            let is_own = path == format!("services/{dependency}/Cargo.toml");
            if services.contains(&dependency.as_str()) && !is_own {
                faults.push(Fault::file(
                    path,
                    format!("depends on the service {dependency}: call it by its contract, or hear of it by its feed"),
                ));
            }
        }
    }
    faults
}

/// The packages in all tables of dependencies, those of a target or of tests included.
fn dependencies(manifest: &Table) -> Vec<String> {
    let mut found = Vec::new();
    for (key, value) in manifest {
        let Value::Table(table) = value else { continue };
        if key.ends_with("dependencies") {
            found.extend(table.iter().map(|(name, dependency)| {
                dependency.get("package").and_then(Value::as_str).unwrap_or(name).to_owned()
            }));
        } else {
            found.extend(dependencies(table));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const REMINDER: (&str, &str) = ("services/reminder/Cargo.toml", "[dependencies]\nclock.workspace = true");

    #[test]
    fn a_service_that_knows_another_is_found_in_every_kind_of_dependency() {
        for table in ["dependencies", "dev-dependencies", "build-dependencies", "target.'cfg(unix)'.dependencies"] {
            for line in ["reminder.workspace = true", "other = { package = \"reminder\", path = \"../reminder\" }"] {
                let manifest = format!("[{table}]\n{line}");
                let faults = found(between_services, &[REMINDER, ("services/customer/Cargo.toml", &manifest)]);
                assert_eq!(faults.len(), 1, "{manifest}");
                assert!(faults[0].starts_with("services/customer/Cargo.toml: depends on the service reminder"));
            }
        }
    }

    #[test]
    fn a_crate_that_knows_a_service_is_found_and_the_process_of_all_is_let_be() {
        let manifest = "[dependencies]\nreminder.workspace = true";
        assert_eq!(found(between_services, &[REMINDER, ("crates/journal/Cargo.toml", manifest)]).len(), 1);
        assert!(found(between_services, &[REMINDER, ("crates/dossier/Cargo.toml", manifest)]).is_empty());
    }
}
