//! What an operator can set, where, and what is said to one who sets it wrongly.

#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

use std::io::Write;

use serde::Deserialize;
use settings::SettingsError;
use tempfile::NamedTempFile;

const DEFAULTS: &str = r#"
    pkg_name = "unset"
    form = "text"
    [server]
    listen = "127.0.0.1:50051"
    connections = 1024
    reflection = true
    [access]
    audiences = ["dossier"]
"#;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    pkg_name: String,
    form: Form,
    server: Server,
    access: Access,
}

#[derive(Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Form {
    Text,
    Json,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Server {
    listen: std::net::SocketAddr,
    connections: u32,
    reflection: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Access {
    audiences: Vec<String>,
}

fn load(file: &str, overrides: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let mut settings_file = NamedTempFile::new().unwrap();
    settings_file.write_all(file.as_bytes()).unwrap();
    settings::load(DEFAULTS, Some(settings_file.path()), "NOBODY_SETS_THIS", overrides)
}

fn refusal(file: &str, overrides: &[(&str, &str)]) -> String {
    load(file, overrides).unwrap_err().to_string()
}

#[test]
fn what_nobody_sets_has_its_default() {
    let settings = load("", &[]).unwrap();
    assert_eq!(settings.pkg_name, "unset");
    assert_eq!(settings.server.listen.port(), 50051);
    assert_eq!(settings.server.connections, 1024);
    assert!(settings.server.reflection);
    assert_eq!(settings.access.audiences, ["dossier"]);
}

#[test]
fn the_file_goes_before_the_default_and_the_command_line_before_the_file() {
    let file = "[server]\nconnections = 7\nlisten = \"127.0.0.1:7\"";
    let settings = load(file, &[("server.connections", "8")]).unwrap();
    assert_eq!(settings.server.connections, 8);
    assert_eq!(settings.server.listen.port(), 7);
}

/// Cargo sets CARGO_PKG_NAME for the tests it runs.
#[test]
fn the_environment_goes_between_the_file_and_the_command_line() {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(b"pkg_name = \"file\"").unwrap();
    let read =
        |overrides| settings::load::<Settings>(DEFAULTS, Some(file.path()), "CARGO", overrides).unwrap().pkg_name;
    assert_eq!(read(&[]), "settings");
    assert_eq!(read(&[("pkg_name", "line")]), "line");
}

#[test]
fn text_from_the_command_line_is_read_as_its_key_s_type() {
    let overrides = [("server.reflection", "false"), ("access.audiences", "dossier, reports")];
    let settings = load("", &overrides).unwrap();
    assert!(!settings.server.reflection);
    assert_eq!(settings.access.audiences, ["dossier", "reports"]);
}

#[test]
fn an_unknown_key_is_refused_with_the_known_ones_near_it() {
    let refusal = refusal("[server]\nlisen = \"127.0.0.1:7\"", &[]);
    assert!(refusal.starts_with("`server.lisen` in the file "), "{refusal}");
    assert!(refusal.contains("is not a setting; the nearest ones are `server.listen`,"), "{refusal}");
}

#[test]
fn a_wrong_type_names_the_key_the_place_the_rule_and_the_way_out() {
    let refusal = refusal("", &[("server.connections", "many")]);
    assert_eq!(
        refusal,
        "`server.connections` in the command line must be a whole number; \
         correct it, or leave it out to have its default: 1024"
    );
}

#[test]
fn a_number_is_not_taken_for_a_text_nor_a_fraction_for_a_whole_number() {
    assert!(refusal("pkg_name = 1", &[]).contains("`pkg_name`"));
    assert!(refusal("[server]\nconnections = 1.5", &[]).contains("must be a whole number"));
}

#[test]
fn a_rule_of_the_field_itself_names_the_key_and_the_way_out() {
    let refusal = refusal("[server]\nlisten = \"nowhere\"", &[]);
    assert!(refusal.starts_with("`server.listen` in the file "), "{refusal}");
    assert!(refusal.contains("invalid socket address"), "{refusal}");
    assert!(refusal.ends_with("leave it out to have its default: 127.0.0.1:50051"), "{refusal}");
}

#[test]
fn a_word_that_is_none_is_refused_with_those_that_there_are() {
    assert_eq!(load("", &[("form", "json")]).unwrap().form, Form::Json);
    let refusal = refusal("", &[("form", "xml")]);
    assert!(refusal.starts_with("`form` in the command line is refused: "), "{refusal}");
    assert!(refusal.contains("`text` or `json`"), "{refusal}");
}

#[test]
fn a_file_that_is_not_there_or_not_toml_is_named() {
    let missing = std::path::Path::new("nowhere/settings.toml");
    let error = settings::load::<Settings>(DEFAULTS, Some(missing), "NOBODY_SETS_THIS", &[]).unwrap_err();
    assert!(error.to_string().starts_with("the settings file nowhere/settings.toml cannot be read"), "{error}");
    assert!(refusal("[server", &[]).contains("cannot be read"));
}

#[test]
fn defaults_that_lack_a_key_are_a_fault_of_the_release() {
    let error = settings::load::<Settings>("pkg_name = \"x\"", None, "NOBODY_SETS_THIS", &[]).unwrap_err();
    assert!(matches!(error, SettingsError::Defaults(_)), "{error}");
}
