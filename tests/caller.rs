//! Who calls the services.

use std::time::Duration;

use access::{LocalIssuer, Role, TokenRequest};
use clock::Clock;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};

/// A connection of a caller.
pub type Stub = InterceptedService<Channel, Caller>;

/// How long tokens are valid.
const LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// A caller with a token.
#[derive(Clone)]
pub struct Caller(MetadataValue<Ascii>);

impl Caller {
    /// A person of the tenant, or a service of its own.
    pub fn new(issuer: &LocalIssuer, subject: &str, role: Role) -> Self {
        Self(format!("Bearer {}", token(issuer, subject, role)).parse().unwrap())
    }

    /// With what it proves who it is.
    pub fn authorization(&self) -> MetadataValue<Ascii> {
        self.0.clone()
    }
}

impl Interceptor for Caller {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// A token of tenant `default`.
pub fn token(issuer: &LocalIssuer, subject: &str, role: Role) -> String {
    let request = TokenRequest {
        tenant: "default".into(),
        subject: subject.into(),
        roles: role.into(),
        client: role == Role::System,
        lifetime: LIFETIME,
    };
    issuer.issue(&request, &Clock::system()).unwrap()
}
