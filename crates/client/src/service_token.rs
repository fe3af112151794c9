//! Calls that a service makes of its own accord.

use std::time::Duration;

use conventions::language::Language;
use tokio::time::Instant;
use tonic::metadata::{Ascii, MetadataValue};

use crate::Origin;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The token with which a service calls of its own accord, rather than in the course of a call.
#[derive(Clone)]
pub struct ServiceToken(MetadataValue<Ascii>);

/// A token has characters that no header carries.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the token has characters that a token cannot have")]
pub struct TokenError;

impl ServiceToken {
    /// The token of a service principal.
    ///
    /// # Errors
    /// It cannot be sent.
    pub fn new(token: &str) -> Result<Self, TokenError> {
        let mut authorization: MetadataValue<Ascii> = format!("Bearer {token}").parse().map_err(|_| TokenError)?;
        authorization.set_sensitive(true);
        Ok(Self(authorization))
    }

    /// How it is sent.
    pub fn authorization(&self) -> MetadataValue<Ascii> {
        self.0.clone()
    }

    /// The origin of a call in a tenant.
    pub fn in_tenant(&self, tenant: &str) -> Origin {
        Origin {
            authorization: Some(self.0.clone()),
            deadline: Some(Instant::now() + PATIENCE),
            trace: None,
            language: Language::default(),
            // What is no tenant is refused, rather than taken for the caller's own.
            tenant: Some(tenant.parse().unwrap_or_else(|_| MetadataValue::from_static(""))),
        }
    }
}
