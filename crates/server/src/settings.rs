//! The limits of a server.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use http::{HeaderValue, Uri};
use jiff::fmt::serde::unsigned_duration::required as duration;
use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// The section `server` of a process's settings; `settings.toml` of this crate says what each key means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in settings.toml, for those who set them")]
pub struct ServerSettings {
    pub listen: SocketAddr,
    #[serde(deserialize_with = "origins")]
    pub web_origins: Vec<HeaderValue>,
    #[serde(with = "positive_duration")]
    pub default_deadline: Duration,
    #[serde(with = "positive_duration")]
    pub maximum_deadline: Duration,
    pub calls: NonZeroU32,
    pub request_bytes: NonZeroUsize,
    pub response_bytes: NonZeroUsize,
    #[serde(with = "duration")]
    pub slow_call: Duration,
    pub connections: NonZeroU32,
    #[serde(with = "positive_duration")]
    pub handshake_timeout: Duration,
    pub streams_per_connection: NonZeroU32,
    #[serde(with = "positive_duration")]
    pub keepalive_interval: Duration,
    #[serde(with = "positive_duration")]
    pub keepalive_timeout: Duration,
    #[serde(with = "positive_duration")]
    pub connection_age: Duration,
    #[serde(with = "duration")]
    pub drain: Duration,
}

/// Origins as browsers send them, which are compared byte by byte.
fn origins<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<HeaderValue>, D::Error> {
    let origin = |text: String| {
        let is_origin = text.parse::<Uri>().is_ok_and(|uri| {
            let parts = uri.scheme_str().zip(uri.authority());
            parts.is_some_and(|(scheme, authority)| text == format!("{scheme}://{authority}").to_lowercase())
        });
        let value = HeaderValue::try_from(text).ok().filter(|_| is_origin);
        value.ok_or_else(|| D::Error::custom("must be a list of `https://host` or `https://host:port`, in lower case"))
    };
    Vec::<String>::deserialize(deserializer)?.into_iter().map(origin).collect()
}

/// A time longer than none, written as `1m 30s` or in ISO 8601.
mod positive_duration {
    use std::time::Duration;

    use serde::de::{Deserializer, Error};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let duration = super::duration::deserialize(deserializer)?;
        if duration.is_zero() { Err(D::Error::custom("must be longer than 0s")) } else { Ok(duration) }
    }
}
