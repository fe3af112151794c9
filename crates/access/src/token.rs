//! Tokens: JSON Web Tokens (RFC 7519) signed with a published key.

use std::str::FromStr;
use std::sync::Arc;

use aws_lc_rs::digest;
use clock::{Clock, Instant};
use jsonwebtoken::{Validation, decode, decode_header};
use serde::Deserialize;
use telemetry::TraceContext;

use crate::log::{AccessLog, AccessLogClosed, Act, Entry};
use crate::principal::is_subject;
use crate::{ClassSet, KeySet, Principal, PrincipalKind, Role, Roles, is_tenant_id};

/// The longest token that is looked at, in bytes.
const LONGEST_TOKEN: usize = 8 * 1024;

/// How far the clocks of issuer and server may lie apart, in microseconds.
const CLOCK_SKEW: i64 = 30 * 1_000_000;

/// How long a token that was verified is not verified again, in microseconds; so long may a key outlive its withdrawal.
const REMEMBERED: i64 = 60 * 1_000_000;

/// How many verified tokens are remembered.
const REMEMBERED_TOKENS: u64 = 10_000;

/// How many tokens are known to be logged in.
const LOGGED_IN_TOKENS: u64 = 100_000;

/// Verifies tokens.
///
/// Required are `iss` and `aud` as configured, `sub`, `exp`, and `tenant` (1 to 64 of a-z 0-9 -). `nbf` is honoured.
/// `roles` is a list of role names; names that are not known give nothing. `client: true` makes the caller a service
/// principal, named by `sub`; only such a one may be `system`. A header with `crit` is refused, so is any algorithm but
/// EdDSA, ES256 and RS256, each with the kind of key that belongs to it.
pub struct TokenVerifier {
    keys: KeySet,
    issuer: Arc<str>,
    audience: String,
    clock: Clock,
    verified: moka::sync::Cache<Digest, Verified>,
    logins: Option<AccessLog>,
    logged_in: moka::future::Cache<Digest, ()>,
}

type Digest = [u8; digest::SHA256_OUTPUT_LEN];

#[derive(Clone)]
struct Verified {
    principal: Principal,
    until: Instant,
}

/// Why a token is refused. For the log: whoever sent it learns only that it was.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TokenError {
    /// It is no signed token, or too long, or lacks a claim that is required, or has one of another shape.
    #[error("it is malformed or lacks a required claim")]
    Malformed,
    /// Its header demands an extension.
    #[error("its header demands an extension")]
    Critical,
    /// No such key is published.
    #[error("its key is not published")]
    UnknownKey,
    /// The signature is not that of the key, or the algorithm not the key's.
    #[error("its signature does not fit")]
    Signature,
    /// It is from another issuer.
    #[error("it is from another issuer")]
    Issuer,
    /// It is for another audience.
    #[error("it is for another audience")]
    Audience,
    /// It has expired.
    #[error("it has expired")]
    Expired,
    /// It is not valid yet.
    #[error("it is not valid yet")]
    NotYetValid,
    /// The tenant, the subject or the roles break their rules.
    #[error("its claim `{0}` breaks its rule")]
    Claim(&'static str),
    /// The login cannot be logged, so there is none.
    #[error(transparent)]
    Unlogged(#[from] AccessLogClosed),
}

impl TokenVerifier {
    /// Verifies tokens of `issuer` for `audience`, signed with one of `keys`.
    pub fn new(keys: KeySet, issuer: &str, audience: &str, clock: Clock) -> Self {
        Self {
            keys,
            issuer: issuer.into(),
            audience: audience.to_owned(),
            clock,
            verified: moka::sync::Cache::new(REMEMBERED_TOKENS),
            logins: None,
            logged_in: moka::future::Cache::new(LOGGED_IN_TOKENS),
        }
    }

    /// Logs in `log` each token that this process meets for the first time, before anyone is let in with it.
    pub fn with_logins(self, log: AccessLog) -> Self {
        Self { logins: Some(log), ..self }
    }

    /// The caller that a token names; `trace` is that of the call.
    ///
    /// # Errors
    /// Why the token is refused.
    pub async fn verify(&self, token: &str, trace: Option<TraceContext>) -> Result<Principal, TokenError> {
        if token.len() > LONGEST_TOKEN {
            return Err(TokenError::Malformed);
        }
        let now = self.clock.now();
        let digest = digest_of(token);
        if let Some(verified) = self.verified.get(&digest).filter(|verified| now < verified.until) {
            return Ok(verified.principal);
        }
        let claims = self.signed_claims(token).await?;
        let expiry = instant(claims.exp).plus_micros(CLOCK_SKEW);
        if expiry <= now {
            return Err(TokenError::Expired);
        }
        if claims.nbf.is_some_and(|not_before| now.plus_micros(CLOCK_SKEW) < instant(not_before)) {
            return Err(TokenError::NotYetValid);
        }
        let principal = self.principal(&claims)?;
        if let Some(log) = &self.logins {
            let login = log.record(login(&principal, trace));
            self.logged_in.try_get_with(digest, login).await.map_err(|closed| *closed)?;
        }
        let until = expiry.min(now.plus_micros(REMEMBERED));
        self.verified.insert(digest, Verified { principal: principal.clone(), until });
        Ok(principal)
    }

    /// The claims, once the signature, the issuer and the audience are seen to. Expiry is the caller's, by its own
    /// clock.
    async fn signed_claims(&self, token: &str) -> Result<Claims, TokenError> {
        let header = decode_header(token).map_err(|_| TokenError::Malformed)?;
        if header.crit.is_some() {
            return Err(TokenError::Critical);
        }
        let key_id = header.kid.ok_or(TokenError::Malformed)?;
        let key = self.keys.find(&key_id).await.ok_or(TokenError::UnknownKey)?;
        let mut validation = Validation::new(key.algorithm);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        decode(token, &key.key, &validation).map(|token| token.claims).map_err(|error| error.kind().into())
    }

    fn principal(&self, claims: &Claims) -> Result<Principal, TokenError> {
        if !is_tenant_id(&claims.tenant) {
            return Err(TokenError::Claim("tenant"));
        }
        if !is_subject(&claims.sub) {
            return Err(TokenError::Claim("sub"));
        }
        let roles: Roles = claims.roles.iter().filter_map(|name| Role::from_str(name).ok()).collect();
        if roles.contains(Role::System) && !claims.client {
            return Err(TokenError::Claim("roles"));
        }
        Ok(Principal {
            tenant: claims.tenant.as_str().into(),
            issuer: Arc::clone(&self.issuer),
            subject: claims.sub.as_str().into(),
            kind: if claims.client { PrincipalKind::Service } else { PrincipalKind::Staff },
            roles,
        })
    }
}

fn login(principal: &Principal, trace: Option<TraceContext>) -> Entry {
    Entry {
        tenant: Arc::clone(&principal.tenant),
        actor: principal.actor(),
        act: Act::Login,
        entity_kind: "token",
        records: Vec::new(),
        classes: ClassSet::empty(),
        trace,
    }
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: f64,
    nbf: Option<f64>,
    tenant: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    client: bool,
}

impl From<&jsonwebtoken::errors::ErrorKind> for TokenError {
    fn from(kind: &jsonwebtoken::errors::ErrorKind) -> Self {
        use jsonwebtoken::errors::ErrorKind;
        match kind {
            ErrorKind::InvalidSignature | ErrorKind::InvalidAlgorithm => Self::Signature,
            ErrorKind::InvalidIssuer => Self::Issuer,
            ErrorKind::InvalidAudience => Self::Audience,
            _ => Self::Malformed,
        }
    }
}

/// The instant of a NumericDate: seconds since the epoch, perhaps with a fraction.
fn instant(numeric_date: f64) -> Instant {
    // A cast from f64 stops at the ends of the range.
    Instant::from_micros((numeric_date * 1e6) as i64)
}

fn digest_of(token: &str) -> Digest {
    digest::digest(&digest::SHA256, token.as_bytes()).as_ref().try_into().unwrap_or_default()
}
