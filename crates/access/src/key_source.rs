//! Where the keys that sign tokens are published.

use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use http::uri::Scheme;
use http::{StatusCode, Uri};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::crypto::aws_lc_rs;

/// The largest key set that is read, in bytes.
const LARGEST_KEY_SET: usize = 256 * 1024;

/// How long a URL may take to answer.
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);

/// Where a JSON Web Key Set (RFC 7517) is published: a file, or a URL that begins with `https://` or `http://`.
///
/// Whoever can change what the URL answers can sign tokens: use `http://` inside a trusted network only. Redirects are
/// not followed; certificates are checked against the machine's roots, or those of the file that `SSL_CERT_FILE` names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KeySource {
    /// A file, read again every few seconds.
    File(PathBuf),
    /// A URL, read again every few minutes.
    Url(Uri),
}

impl FromStr for KeySource {
    type Err = KeySourceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.starts_with("https://") && !text.starts_with("http://") {
            return Ok(Self::File(PathBuf::from(text)));
        }
        let url: Uri = text.parse().map_err(|_| KeySourceError::MalformedUrl)?;
        match url.authority() {
            // What stands before an `@` would end up in logs.
            Some(authority) if !authority.as_str().contains('@') => Ok(Self::Url(url)),
            _ => Err(KeySourceError::MalformedUrl),
        }
    }
}

/// Why a key set cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum KeySourceError {
    /// The URL is not one.
    #[error("the URL of a key set is http:// or https://, a host without user or password, and a path")]
    MalformedUrl,
    /// The file cannot be read.
    #[error("the key set {file} cannot be read: {error}")]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The URL does not answer with a key set.
    #[error("the key set {url} cannot be fetched: {reason}")]
    Url {
        /// The URL.
        url: Uri,
        /// Why.
        reason: String,
    },
}

impl KeySource {
    /// How long what was read may stand before it is read again.
    pub(crate) fn refresh_period(&self) -> Duration {
        match self {
            Self::File(_) => Duration::from_secs(5),
            Self::Url(_) => Duration::from_secs(300),
        }
    }

    /// Reads the whole source.
    pub(crate) async fn read(&self) -> Result<Bytes, KeySourceError> {
        match self {
            Self::File(file) => read_file(file).map_err(|error| KeySourceError::File { file: file.clone(), error }),
            Self::Url(url) => match tokio::time::timeout(FETCH_TIMEOUT, fetch(url)).await {
                Ok(Ok(body)) => Ok(body),
                Ok(Err(error)) => Err(KeySourceError::Url { url: url.clone(), reason: reasons(&*error) }),
                Err(_) => {
                    Err(KeySourceError::Url { url: url.clone(), reason: format!("no answer in {FETCH_TIMEOUT:?}") })
                }
            },
        }
    }
}

/// Reads in place: such a file is small, and what is handed to another thread fails when the process ends.
fn read_file(file: &Path) -> std::io::Result<Bytes> {
    let mut bytes = Vec::new();
    let limit = LARGEST_KEY_SET as u64 + 1;
    File::open(file)?.take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > LARGEST_KEY_SET {
        return Err(std::io::Error::other(format!("it is larger than {LARGEST_KEY_SET} bytes")));
    }
    Ok(bytes.into())
}

type FetchError = Box<dyn Error + Send + Sync>;

/// The client is made anew each time, so that renewed root certificates are taken up.
async fn fetch(url: &Uri) -> Result<Bytes, FetchError> {
    let executor = Client::builder(TokioExecutor::new());
    let answer = if url.scheme() == Some(&Scheme::HTTPS) {
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(aws_lc_rs::default_provider())?
            .https_only()
            .enable_http1()
            .build();
        executor.build::<_, Empty<Bytes>>(connector).get(url.clone()).await?
    } else {
        executor.build::<_, Empty<Bytes>>(HttpConnector::new()).get(url.clone()).await?
    };
    if answer.status() != StatusCode::OK {
        return Err(format!("it answers {}", answer.status()).into());
    }
    Ok(Limited::new(answer.into_body(), LARGEST_KEY_SET).collect().await?.to_bytes())
}

/// An error with what caused it: hyper's own text only says which step failed.
fn reasons(error: &(dyn Error + 'static)) -> String {
    std::iter::successors(Some(error), |&error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
