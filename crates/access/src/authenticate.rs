//! Who makes a call, told before anything else is done for it.

use std::net::SocketAddr;
use std::sync::Arc;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use http::request::Parts;
use tonic::transport::server::TcpConnectInfo;

use crate::log::{AccessLog, AccessLogClosed, Act, Entry};
use crate::loopback::{NotLocal, check_local};
use crate::{Bearer, ClassSet, Principal, TokenError, TokenVerifier};

/// Tells who makes a call. A token that is sent is verified in every mode.
pub struct Authenticator {
    tokens: Option<TokenVerifier>,
    local_callers: bool,
    logins: Option<AccessLog>,
}

/// Why a call is refused. For the log: the caller learns only that it was.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unauthenticated {
    /// There is no token.
    #[error("it has no token")]
    NoToken,
    /// The header is not `authorization: Bearer <token>`, once.
    #[error("its authorization header is not one bearer token")]
    NoBearer,
    /// There is a token, and no key to verify it with.
    #[error("it has a token, and no key set is configured")]
    NoKeys,
    /// The token is refused.
    #[error("its token is refused: {0}")]
    Token(#[from] TokenError),
    /// It has no token and is not from this machine.
    #[error("it has no token, and {0}")]
    NotLocal(#[from] NotLocal),
    /// The login cannot be logged, so there is none.
    #[error(transparent)]
    Unlogged(#[from] AccessLogClosed),
}

impl Authenticator {
    /// Lets in whoever has a token.
    pub fn by_token(tokens: TokenVerifier) -> Self {
        Self::new(Some(tokens), false)
    }

    /// The embedded default: lets in callers from this machine without a token, as [`Principal::local`], and those with one if
    /// there are keys to verify it with. Listen only where [`insecure_listen_allowed`](crate::insecure_listen_allowed).
    pub fn embedded(tokens: Option<TokenVerifier>) -> Self {
        Self::new(tokens, true)
    }

    fn new(tokens: Option<TokenVerifier>, local_callers: bool) -> Self {
        Self { tokens, local_callers, logins: None }
    }

    /// Logs in `log` each token that this process meets for the first time.
    pub fn with_logins(self, log: AccessLog) -> Self {
        Self { logins: Some(log), ..self }
    }

    /// Who makes the call.
    ///
    /// # Errors
    /// Why the call is refused.
    pub async fn authenticate(&self, request: &Parts) -> Result<Principal, Unauthenticated> {
        if let Some(token) = bearer_token(&request.headers)? {
            let tokens = self.tokens.as_ref().ok_or(Unauthenticated::NoKeys)?;
            let bearer = tokens.verify(token).await?;
            self.log_login(&bearer, request).await?;
            return Ok(bearer.principal);
        }
        if !self.local_callers {
            return Err(Unauthenticated::NoToken);
        }
        check_local(&request.uri, &request.headers, peer(request))?;
        Ok(Principal::local())
    }

    async fn log_login(&self, bearer: &Bearer, request: &Parts) -> Result<(), AccessLogClosed> {
        let Some(log) = self.logins.as_ref().filter(|_| bearer.first_met) else { return Ok(()) };
        log.record(Entry {
            tenant: Arc::clone(&bearer.principal.tenant),
            actor: bearer.principal.actor(),
            act: Act::Login,
            entity_kind: "token",
            records: Vec::new(),
            classes: ClassSet::empty(),
            trace: request.extensions.get().copied(),
        })
        .await
    }
}

fn bearer_token(headers: &HeaderMap) -> Result<Option<&str>, Unauthenticated> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(Unauthenticated::NoBearer)?;
    if values.next().is_some() || !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Unauthenticated::NoBearer);
    }
    Ok(Some(token.trim()))
}

fn peer(request: &Parts) -> Option<SocketAddr> {
    request.extensions.get::<TcpConnectInfo>()?.remote_addr()
}
