//! What commands need to know to call the server: from flags, else the environment, else the defaults.

use clap::{Args, ValueEnum};
use conventions::language::Language;
use serde::Deserialize;

use crate::failure::Failure;

const DEFAULTS: &str = include_str!("../client.toml");

/// Variables are named apart from those of the server, which may be set in the same environment.
const ENVIRONMENT_PREFIX: &str = "DOSSIER_CLIENT";

/// Flags of every command that calls the server.
#[derive(Args, Debug)]
#[command(next_help_heading = "Calling the server")]
pub(crate) struct ClientArguments {
    /// The server to call [default: http://127.0.0.1:50051, or DOSSIER_CLIENT_SERVER]
    #[arg(long, global = true, value_name = "URL")]
    server: Option<String>,
    /// The token to send, or @ and the file that holds it [default: none, or DOSSIER_CLIENT_TOKEN]
    #[arg(long, global = true, value_name = "TOKEN|@FILE")]
    token: Option<String>,
    /// How answers are printed [default: table on a terminal, jsonl elsewhere, or DOSSIER_CLIENT_OUTPUT]
    #[arg(short, long, global = true, value_enum)]
    output: Option<OutputChoice>,
    /// The language of messages and tables [default: en, or DOSSIER_CLIENT_LANGUAGE]
    #[arg(long, global = true, value_enum)]
    language: Option<LanguageTag>,
}

/// What holds for a command.
#[derive(Debug, Deserialize)]
pub(crate) struct ClientSettings {
    pub(crate) server: String,
    pub(crate) token: String,
    pub(crate) output: OutputChoice,
    pub(crate) language: LanguageTag,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OutputChoice {
    /// A table on a terminal, JSON Lines elsewhere.
    Auto,
    /// For people.
    Table,
    /// Protobuf JSON, as grpcurl prints it: one document.
    Json,
    /// Protobuf JSON: one record a line.
    Jsonl,
    /// For spreadsheets; what would run as a formula is quoted.
    Csv,
}

/// A language of the platform.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, ValueEnum)]
pub(crate) enum LanguageTag {
    #[value(name = "en")]
    #[serde(rename = "en")]
    English,
    #[value(name = "zh-CN")]
    #[serde(rename = "zh-CN")]
    Chinese,
}

impl From<LanguageTag> for Language {
    fn from(tag: LanguageTag) -> Self {
        match tag {
            LanguageTag::English => Self::English,
            LanguageTag::Chinese => Self::Chinese,
        }
    }
}

impl ClientSettings {
    pub(crate) fn load(arguments: &ClientArguments) -> Result<Self, Failure> {
        let output = arguments.output.as_ref().map(name);
        let language = arguments.language.as_ref().map(name);
        let given = [
            ("server", arguments.server.clone()),
            ("token", arguments.token.clone()),
            ("output", output),
            ("language", language),
        ];
        let overrides: Vec<(&str, &str)> =
            given.iter().filter_map(|(key, value)| Some((*key, value.as_deref()?))).collect();
        Ok(settings::load(DEFAULTS, None, ENVIRONMENT_PREFIX, &overrides)?)
    }
}

/// The value as it is written on the command line and in settings alike.
fn name(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
