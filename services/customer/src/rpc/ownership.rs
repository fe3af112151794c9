//! OwnershipService: its RPCs, by name.

mod add_collaborator;
mod collaborators;
mod remove_collaborator;

use std::sync::Arc;

use contracts::customer::v1::ownership_service_server::OwnershipService;
use contracts::customer::v1::{AddCollaboratorRequest, Customer, RemoveCollaboratorRequest};
use tonic::{Request, Response, Status};

use crate::Service;

/// OwnershipService.
pub struct Ownership(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl OwnershipService for Ownership {
    async fn add_collaborator(&self, request: Request<AddCollaboratorRequest>) -> Answer<Customer> {
        self.0.answer(request, add_collaborator::add_collaborator).await
    }

    async fn remove_collaborator(&self, request: Request<RemoveCollaboratorRequest>) -> Answer<Customer> {
        self.0.answer(request, remove_collaborator::remove_collaborator).await
    }
}
