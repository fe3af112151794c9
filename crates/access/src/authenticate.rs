//! Who makes a call, told before anything else is done for it.

use std::net::SocketAddr;

use conventions::TENANT_HEADER;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use http::request::Parts;
use tonic::transport::server::TcpConnectInfo;

use crate::loopback::{NotLocal, check_local};
use crate::{NotInTenant, OwnToken, Principal, TokenError, TokenVerifier};

/// Tells who makes a call. A token that is sent is verified in every mode.
pub struct Authenticator {
    tokens: Option<TokenVerifier>,
    local_callers: bool,
    own_token: Option<OwnToken>,
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
    /// It names a tenant, and may not.
    #[error(transparent)]
    NotInTenant(#[from] NotInTenant),
}

impl Authenticator {
    /// Lets in whoever has a token.
    pub fn by_token(tokens: TokenVerifier) -> Self {
        Self { tokens: Some(tokens), local_callers: false, own_token: None }
    }

    /// The embedded default: lets in callers from this machine without a token, as [`Principal::local`], and those with
    /// one if there are keys to verify it with. Listen only where
    /// [`insecure_listen_allowed`](crate::insecure_listen_allowed).
    pub fn embedded(tokens: Option<TokenVerifier>) -> Self {
        Self { tokens, local_callers: true, own_token: None }
    }

    /// Lets in the services of this process too, which know this token.
    #[must_use]
    pub fn with_own_token(self, own_token: OwnToken) -> Self {
        Self { own_token: Some(own_token), ..self }
    }

    /// Who makes the call, in the tenant that it names, if it names one.
    ///
    /// # Errors
    /// Why the call is refused.
    pub async fn authenticate(&self, request: &Parts) -> Result<Principal, Unauthenticated> {
        let principal = self.principal(request).await?;
        match request.headers.get(TENANT_HEADER) {
            None => Ok(principal),
            Some(tenant) => Ok(principal.in_tenant(tenant.to_str().map_err(|_| NotInTenant)?)?),
        }
    }

    async fn principal(&self, request: &Parts) -> Result<Principal, Unauthenticated> {
        if let Some(token) = bearer_token(&request.headers)? {
            if self.own_token.as_ref().is_some_and(|own| own.is(token)) {
                return Ok(Principal::own_service());
            }
            let tokens = self.tokens.as_ref().ok_or(Unauthenticated::NoKeys)?;
            return Ok(tokens.verify(token, request.extensions.get().copied()).await?);
        }
        if !self.local_callers {
            return Err(Unauthenticated::NoToken);
        }
        check_local(&request.uri, &request.headers, peer(request))?;
        Ok(Principal::local())
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
