//! What an operator can set.

use std::fmt::Display;
use std::net::SocketAddr;

use opentelemetry::KeyValue;
use serde::de::{Deserialize, Deserializer, Error};
use tonic::transport::Endpoint;

/// The section `telemetry` of a process's settings; `settings.toml` of this crate says what each key means.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in settings.toml, for those who set them")]
pub struct TelemetrySettings {
    pub log_filter: String,
    pub log_format: LogFormat,
    #[serde(deserialize_with = "endpoint")]
    pub otlp_endpoint: Option<Endpoint>,
    #[serde(deserialize_with = "ratio")]
    pub sampling_ratio: f64,
    #[serde(deserialize_with = "attributes")]
    pub resource_attributes: Vec<KeyValue>,
    #[serde(deserialize_with = "address")]
    pub metrics_listen: Option<SocketAddr>,
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, serde::Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people; coloured on a terminal.
    Text,
    /// One JSON object a line.
    Json,
}

fn endpoint<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Endpoint>, D::Error> {
    non_empty(deserializer, "must be an address such as `http://collector:4317`, without TLS, or empty", |text| {
        Endpoint::from_shared(text).ok().filter(|endpoint| endpoint.uri().scheme_str() == Some("http"))
    })
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    non_empty(deserializer, "must be an IP address and a port such as `0.0.0.0:9464`, or empty", |text| {
        text.parse().ok()
    })
}

fn non_empty<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    rule: impl Display,
    read: impl FnOnce(String) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() { Ok(None) } else { read(text).map(Some).ok_or_else(|| D::Error::custom(rule)) }
}

fn ratio<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let ratio = f64::deserialize(deserializer)?;
    if (0.0..=1.0).contains(&ratio) { Ok(ratio) } else { Err(D::Error::custom("must be from 0.0 to 1.0")) }
}

fn attributes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<KeyValue>, D::Error> {
    let attribute = |text: String| match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok(KeyValue::new(key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(D::Error::custom("must be a list of `key=value`")),
    };
    Vec::<String>::deserialize(deserializer)?.into_iter().map(attribute).collect()
}
