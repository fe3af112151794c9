//! Settings in environment variables.

use std::ffi::OsString;

use crate::known::KnownKeys;
use crate::{Given, Written};

/// What separates the levels of a key in a variable's name.
const LEVELS: &str = "__";

/// The variables that mean a setting: those with two underscores after the prefix, and those that name a known key.
/// Others with the prefix are not ours to refuse: Kubernetes sets `DOSSIER_CUSTOMER_PORT` for a Service of that name.
pub(crate) fn read(
    prefix: &str,
    variables: impl Iterator<Item = (OsString, OsString)>,
    known: &KnownKeys,
) -> Vec<Given> {
    let mut given: Vec<Given> = variables
        .filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            let rest = name.strip_prefix(prefix)?.strip_prefix('_')?;
            let key = rest.to_lowercase().replace(LEVELS, ".");
            let is_setting = rest.contains(LEVELS) || known.contains(&key);
            is_setting.then(|| Given {
                key,
                value: Written::Text(value.to_string_lossy().into_owned()),
                origin: format!("the environment variable {name}"),
            })
        })
        .collect();
    given.sort_by(|a, b| a.key.cmp(&b.key));
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(variables: &[&str]) -> Vec<String> {
        let known = KnownKeys::parse("data = ''\n[server]\nlisten = ''").unwrap();
        let variables = variables.iter().map(|name| (name.into(), OsString::new()));
        read("DOSSIER", variables, &known).into_iter().map(|given| given.key).collect()
    }

    #[test]
    fn two_underscores_separate_the_levels_of_a_key() {
        assert_eq!(keys(&["DOSSIER_SERVER__LISTEN", "DOSSIER_DATA"]), ["data", "server.listen"]);
    }

    #[test]
    fn a_misspelt_setting_is_not_passed_over() {
        assert_eq!(keys(&["DOSSIER_SERVER__LISEN"]), ["server.lisen"]);
    }

    #[test]
    fn variables_that_kubernetes_sets_for_a_service_of_that_name_are_passed_over() {
        assert!(keys(&["DOSSIER_CUSTOMER_PORT_50051_TCP", "DOSSIERS__A", "HOME"]).is_empty());
    }
}
