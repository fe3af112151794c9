//! A server under load, and how it is called.

use std::net::SocketAddr;

use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};

use crate::Outcome;
use crate::cpu::Accounts;

/// A server under load.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it is called with.
    pub authorization: Authorization,
    /// Whose CPU time is counted.
    pub accounts: Accounts,
}

/// The token that a server asks for, if it does.
#[derive(Clone, Debug, Default)]
pub struct Authorization(Option<MetadataValue<Ascii>>);

/// A connection to a server.
pub type Stub = InterceptedService<Channel, Authorization>;

impl Target {
    /// Connects to it.
    ///
    /// # Errors
    /// It does not listen.
    pub async fn connect(&self) -> Outcome<Stub> {
        let channel = Channel::from_shared(format!("http://{}", self.address))?.connect().await?;
        Ok(InterceptedService::new(channel, self.authorization.clone()))
    }
}

impl Authorization {
    /// By a token.
    ///
    /// # Errors
    /// It is not one.
    pub fn bearer(token: &str) -> Outcome<Self> {
        Ok(Self(Some(format!("Bearer {token}").parse()?)))
    }

    /// The value of the header, if there is one.
    pub fn header(&self) -> Option<&[u8]> {
        self.0.as_ref().map(MetadataValue::as_encoded_bytes)
    }
}

impl Interceptor for Authorization {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(value) = &self.0 {
            request.metadata_mut().insert("authorization", value.clone());
        }
        Ok(request)
    }
}
