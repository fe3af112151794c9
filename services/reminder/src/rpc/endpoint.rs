//! EndpointService: its RPCs, by name.

mod create;
mod decode;
mod delete;
mod encode;
mod get;
mod list;
mod rotate_secret;
mod target;
mod update;

use std::sync::Arc;

use contracts::reminder::v1::endpoint_service_server::EndpointService;
use contracts::reminder::v1::{
    CreateEndpointRequest, DeleteEndpointRequest, Endpoint, GetEndpointRequest, ListEndpointsRequest,
    ListEndpointsResponse, RotateEndpointSecretRequest, UpdateEndpointRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// EndpointService.
pub struct Endpoints(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl EndpointService for Endpoints {
    async fn create_endpoint(&self, request: Request<CreateEndpointRequest>) -> Answer<Endpoint> {
        self.0.answer(request, create::create).await
    }

    async fn get_endpoint(&self, request: Request<GetEndpointRequest>) -> Answer<Endpoint> {
        self.0.answer(request, get::get).await
    }

    async fn update_endpoint(&self, request: Request<UpdateEndpointRequest>) -> Answer<Endpoint> {
        self.0.answer(request, update::update).await
    }

    async fn delete_endpoint(&self, request: Request<DeleteEndpointRequest>) -> Answer<Endpoint> {
        self.0.answer(request, delete::delete).await
    }

    async fn list_endpoints(&self, request: Request<ListEndpointsRequest>) -> Answer<ListEndpointsResponse> {
        self.0.answer(request, list::list).await
    }

    async fn rotate_endpoint_secret(&self, request: Request<RotateEndpointSecretRequest>) -> Answer<Endpoint> {
        self.0.answer(request, rotate_secret::rotate_secret).await
    }
}
