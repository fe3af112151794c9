//! OwnershipService: its RPCs, by name. Those of the pool's rules are in `rpc/pool_policy`.

mod add_collaborator;
mod claim_customer;
mod collaborators;
mod release_customer;
mod remove_collaborator;
mod transfer;

use std::sync::Arc;

use contracts::customer::v1::ownership_service_server::OwnershipService;
use contracts::customer::v1::{
    AddCollaboratorRequest, ClaimCustomerRequest, Customer, GetPoolPolicyRequest, PoolPolicy, ReleaseCustomerRequest,
    RemoveCollaboratorRequest, TransferOwnershipRequest, TransferOwnershipResponse, UpdatePoolPolicyRequest,
};
use futures::stream::BoxStream;
use operation::Serve;
use tonic::{Request, Response, Status};

use super::pool_policy;
use crate::Service;

/// OwnershipService.
pub struct Ownership(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl OwnershipService for Ownership {
    type TransferOwnershipStream = BoxStream<'static, Result<TransferOwnershipResponse, Status>>;

    async fn add_collaborator(&self, request: Request<AddCollaboratorRequest>) -> Answer<Customer> {
        self.0.answer(request, add_collaborator::add_collaborator).await
    }

    async fn remove_collaborator(&self, request: Request<RemoveCollaboratorRequest>) -> Answer<Customer> {
        self.0.answer(request, remove_collaborator::remove_collaborator).await
    }

    async fn claim_customer(&self, request: Request<ClaimCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, claim_customer::claim_customer).await
    }

    async fn release_customer(&self, request: Request<ReleaseCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, release_customer::release_customer).await
    }

    async fn transfer_ownership(
        &self,
        request: Request<TransferOwnershipRequest>,
    ) -> Answer<Self::TransferOwnershipStream> {
        self.0.answer_with_stream(request, transfer::transfer).await
    }

    async fn get_pool_policy(&self, request: Request<GetPoolPolicyRequest>) -> Answer<PoolPolicy> {
        self.0.answer(request, pool_policy::get::get).await
    }

    async fn update_pool_policy(&self, request: Request<UpdatePoolPolicyRequest>) -> Answer<PoolPolicy> {
        self.0.answer(request, pool_policy::update::update).await
    }
}
