//! Who calls the services of a house.

use std::time::Duration;

use access::{Role, Roles, TokenRequest};
use contracts::feed::v1::feed_service_client::FeedServiceClient;
use contracts::journal::v1::journal_service_client::JournalServiceClient;
use tonic::metadata::MetadataValue;
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};

use crate::{Guest, House};

pub type Stub = InterceptedService<Channel, Bearer>;

/// Sends a token, if there is one.
#[derive(Clone)]
pub struct Bearer(pub Option<String>);

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(token) = &self.0 {
            let value = MetadataValue::try_from(format!("Bearer {token}")).unwrap();
            request.metadata_mut().insert("authorization", value);
        }
        Ok(request)
    }
}

impl<G: Guest> House<G> {
    /// A connection of a caller.
    pub async fn stub(&self, bearer: Bearer) -> Stub {
        let channel = Channel::from_shared(format!("http://{}", self.address)).unwrap();
        InterceptedService::new(channel.connect().await.unwrap(), bearer)
    }

    /// A token for a member of staff (or somebody who is none) of a tenant.
    pub fn token(&self, tenant: &str, subject: &str, roles: impl Into<Roles>) -> Bearer {
        let roles = roles.into();
        let client = roles.contains(Role::System);
        let lifetime = Duration::from_secs(300 * 24 * 3600);
        let request = TokenRequest { tenant: tenant.into(), subject: subject.into(), roles, client, lifetime };
        Bearer(Some(self.issuer.issue(&request, &self.clock).unwrap()))
    }

    pub async fn journals_of(&self, bearer: Bearer) -> JournalServiceClient<Stub> {
        JournalServiceClient::new(self.stub(bearer).await)
    }

    pub async fn feeds_of(&self, bearer: Bearer) -> FeedServiceClient<Stub> {
        FeedServiceClient::new(self.stub(bearer).await)
    }
}

/// The paths of the fields that a refusal names.
pub fn fields(status: &Status) -> Vec<String> {
    use tonic_types::StatusExt;
    let details = status.get_details_bad_request().expect("a bad request");
    details.field_violations.into_iter().map(|violation| violation.field).collect()
}
