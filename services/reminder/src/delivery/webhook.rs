//! Webhooks: one POST, to no private address, without following redirects.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec::IntoIter;

use bytes::Bytes;
use clock::Instant;
use futures::future::BoxFuture;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Request, StatusCode};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioExecutor;
use rustls::crypto::aws_lc_rs;

use super::message::Message;
use super::signature;
use crate::domain::delivery::{Failure, NotTaken};
use crate::domain::endpoint::Endpoint;
use crate::domain::public_address::is_public;
use crate::domain::webhook_url::{self, UrlError, is_open};

const MICROS_PER_SECOND: i64 = 1_000_000;

/// Webhooks, as far as the operator lets them go.
pub(super) struct Webhooks {
    open: Arc<[String]>,
    client: Client<HttpsConnector<HttpConnector<Resolver>>, Full<Bytes>>,
}

/// Looks names up, and answers public addresses alone unless the name was opened. What it answers is what is connected to: a name that
/// leads elsewhere a moment later leads nowhere.
#[derive(Clone)]
struct Resolver {
    open: Arc<[String]>,
}

/// Why a name leads nowhere.
#[derive(Debug, thiserror::Error)]
enum ResolveError {
    #[error("the host has no public address")]
    Private,
    #[error(transparent)]
    Lookup(#[from] io::Error),
}

impl Webhooks {
    /// Webhooks, and the hosts at private addresses that they may reach.
    ///
    /// # Errors
    /// The machine has no root certificates that can be read.
    pub(super) fn new(open: Arc<[String]>) -> io::Result<Self> {
        let mut connector = HttpConnector::new_with_resolver(Resolver { open: Arc::clone(&open) });
        // Whether a URL may be plain is decided before.
        connector.enforce_http(false);
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(aws_lc_rs::default_provider())?
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        // A connection that is kept would not be looked up anew.
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector);
        Ok(Self { open, client })
    }

    /// Tells a webhook.
    ///
    /// # Errors
    /// It did not take it.
    pub(super) async fn send(&self, endpoint: &Endpoint, message: &Message) -> Result<(), NotTaken> {
        let request = self.request(endpoint, message)?;
        let answer = self.client.request(request).await.map_err(|error| {
            let private = causes(&error).any(|cause| matches!(cause.downcast_ref(), Some(ResolveError::Private)));
            if private { Failure::PrivateAddress } else { Failure::Unreachable }
        })?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            StatusCode::GONE => Err(Failure::RefusedForGood { code: StatusCode::GONE.as_u16() }.into()),
            status => {
                let wait_until = answer.headers().get(RETRY_AFTER).and_then(|told| retry_after(told, message.time));
                Err(NotTaken { failure: Failure::Refused { code: status.as_u16() }, wait_until })
            }
        }
    }

    fn request(&self, endpoint: &Endpoint, message: &Message) -> Result<Request<Full<Bytes>>, Failure> {
        let address = endpoint.personal.as_ref().map(|personal| personal.address.as_str()).unwrap_or_default();
        let url = webhook_url::parse(address, &self.open).map_err(|error| match error {
            UrlError::Private | UrlError::Plain => Failure::PrivateAddress,
            UrlError::Malformed => Failure::Unreachable,
        })?;
        let body = message.json().map_err(|_| Failure::Unreachable)?;
        let (id, timestamp) = (message.id.to_string(), jiff::Timestamp::from(message.time).as_second());
        let signatures =
            endpoint.secrets(message.time).filter_map(|secret| signature::sign(secret, &id, timestamp, &body));
        Request::post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signatures.collect::<Vec<_>>().join(" "))
            .body(Full::from(body))
            .map_err(|_| Failure::Unreachable)
    }
}

impl tower::Service<Name> for Resolver {
    type Response = IntoIter<SocketAddr>;
    type Error = ResolveError;
    type Future = BoxFuture<'static, Result<Self::Response, ResolveError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ResolveError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let is_open = is_open(name.as_str(), &self.open);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses: Vec<_> = found.filter(|address| is_open || is_public(address.ip())).collect();
            if addresses.is_empty() { Err(ResolveError::Private) } else { Ok(addresses.into_iter()) }
        })
    }
}

/// The time that a `Retry-After` names, in seconds from now or as a date of HTTP; none when it is neither.
fn retry_after(told: &HeaderValue, now: Instant) -> Option<Instant> {
    let told = told.to_str().ok()?.trim();
    match told.parse::<u32>() {
        Ok(seconds) => Some(now.plus_micros(i64::from(seconds) * MICROS_PER_SECOND)),
        Err(_) => Some(jiff::fmt::rfc2822::parse(told).ok()?.timestamp().into()),
    }
}

fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_seconds_or_as_a_date() {
        let now = Instant::from_micros(1_716_195_600_000_000);
        let told = |text: &'static str| retry_after(&HeaderValue::from_static(text), now);
        assert_eq!(told("120"), Some(now.plus_micros(120 * MICROS_PER_SECOND)));
        assert_eq!(told("Mon, 20 May 2024 09:10:00 GMT"), Some(now.plus_micros(600 * MICROS_PER_SECOND)));
        for nothing in ["", "soon", "-5", "99999999999999999999", "2024-05-20T09:10:00Z"] {
            assert_eq!(told(nothing), None, "{nothing}");
        }
    }
}
