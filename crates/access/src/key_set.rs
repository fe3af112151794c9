//! The keys that tokens may be signed with.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use clock::{Clock, Instant};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio_util::task::AbortOnDropHandle;

use crate::{KeySource, KeySourceError};

/// How long keys are trusted after their source was last read, in microseconds: an outage at the issuer stops no one
/// at once.
const TRUSTED_WITHOUT_SOURCE: i64 = 24 * 3600 * 1_000_000;

/// The least time between two readings that unknown keys cause, in microseconds: made-up key ids cost one reading in
/// this time.
const BETWEEN_DEMANDED_READINGS: i64 = 10 * 1_000_000;

/// A key that verifies tokens, with the one algorithm that it is good for.
pub(crate) struct VerifyingKey {
    pub(crate) algorithm: Algorithm,
    pub(crate) key: DecodingKey,
}

/// The published keys of an issuer, read again in the background until dropped.
pub struct KeySet {
    published: Arc<Published>,
    _refreshing: AbortOnDropHandle<()>,
}

struct Published {
    source: KeySource,
    clock: Clock,
    last: RwLock<Reading>,
    /// When a reading was last demanded by an unknown key; held while one goes on.
    demanded: Mutex<Option<Instant>>,
}

struct Reading {
    time: Instant,
    keys: HashMap<String, Arc<VerifyingKey>>,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeySetError {
    /// The source cannot be read.
    #[error(transparent)]
    Source(#[from] KeySourceError),
    /// What was read is no key set.
    #[error("a key set is JSON such as {{\"keys\": [{{\"kty\": \"OKP\", …}}]}}: {0}")]
    Malformed(#[from] serde_json::Error),
    /// The set has no key that is of use.
    #[error("the key set has no key with a `kid` for EdDSA, ES256 or RS256")]
    Empty,
}

impl KeySet {
    /// Reads the keys that `source` publishes, and goes on doing so.
    ///
    /// # Errors
    /// When the source cannot be read or has no key that is of use.
    pub async fn open(source: KeySource, clock: Clock) -> Result<Self, KeySetError> {
        let last = Reading::of(&source, &clock).await?;
        if last.keys.is_empty() {
            return Err(KeySetError::Empty);
        }
        let published = Arc::new(Published { source, clock, last: RwLock::new(last), demanded: Mutex::new(None) });
        let refreshing = AbortOnDropHandle::new(tokio::spawn(refresh(Arc::clone(&published))));
        Ok(Self { published, _refreshing: refreshing })
    }

    /// The key with this id; an id that is not known may be one that was just published, so the source is asked again.
    pub(crate) async fn find(&self, id: &str) -> Option<Arc<VerifyingKey>> {
        if let Some(key) = self.published.find(id) {
            return Some(key);
        }
        self.published.read_on_demand().await;
        self.published.find(id)
    }
}

async fn refresh(published: Arc<Published>) {
    loop {
        tokio::time::sleep(published.source.refresh_period()).await;
        published.read().await;
    }
}

impl Published {
    fn find(&self, id: &str) -> Option<Arc<VerifyingKey>> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        let trusted = self.clock.now() < last.time.plus_micros(TRUSTED_WITHOUT_SOURCE);
        last.keys.get(id).filter(|_| trusted).cloned()
    }

    /// Reads the source if that was not just done. Once begun it is read to the end, though who demanded it goes away.
    async fn read_on_demand(self: &Arc<Self>) {
        let published = Arc::clone(self);
        let reading = tokio::spawn(async move {
            let mut demanded = published.demanded.lock().await;
            let now = published.clock.now();
            if demanded.is_none_or(|time| time.plus_micros(BETWEEN_DEMANDED_READINGS) <= now) {
                *demanded = Some(now);
                published.read().await;
            }
        });
        if let Err(error) = reading.await {
            tracing::warn!(%error, "keys of tokens were not read again");
        }
    }

    /// Reads the source. A set without keys counts: so an issuer takes all of them back.
    async fn read(&self) {
        match Reading::of(&self.source, &self.clock).await {
            Ok(reading) => *self.last.write().unwrap_or_else(PoisonError::into_inner) = reading,
            Err(error) => tracing::warn!(%error, "keys of tokens cannot be read again; those there are stay for a day"),
        }
    }
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<serde_json::Value>,
}

impl Reading {
    /// What `source` publishes now. Keys of other kinds are passed over, as RFC 7517 asks.
    async fn of(source: &KeySource, clock: &Clock) -> Result<Self, KeySetError> {
        let time = clock.now();
        let document: Document = serde_json::from_slice(&source.read().await?)?;
        let keys =
            document.keys.into_iter().filter_map(|key| verifying_key(serde_json::from_value(key).ok()?)).collect();
        Ok(Self { time, keys })
    }
}

fn verifying_key(key: Jwk) -> Option<(String, Arc<VerifyingKey>)> {
    let (algorithm, named) = match &key.algorithm {
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
            (Algorithm::EdDSA, KeyAlgorithm::EdDSA)
        }
        AlgorithmParameters::EllipticCurve(point) if point.curve == EllipticCurve::P256 => {
            (Algorithm::ES256, KeyAlgorithm::ES256)
        }
        AlgorithmParameters::RSA(_) => (Algorithm::RS256, KeyAlgorithm::RS256),
        _ => return None,
    };
    let signs = key.common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature)
        && key.common.key_operations.as_ref().is_none_or(|operations| operations.contains(&KeyOperations::Verify))
        && key.common.key_algorithm.is_none_or(|stated| stated == named);
    let decoding = DecodingKey::from_jwk(&key).ok().filter(|_| signs)?;
    Some((key.common.key_id?, Arc::new(VerifyingKey { algorithm, key: decoding })))
}
