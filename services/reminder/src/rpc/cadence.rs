//! CadenceService: its RPCs, by name.

mod create;
mod decode;
mod delete;
mod encode;
mod get;
mod list;
mod target;
mod update;

use std::sync::Arc;

use contracts::reminder::v1::cadence_service_server::CadenceService;
use contracts::reminder::v1::{
    Cadence, CreateCadenceRequest, DeleteCadenceRequest, GetCadenceRequest, ListCadencesRequest, ListCadencesResponse,
    UpdateCadenceRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// CadenceService.
pub struct Cadences(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl CadenceService for Cadences {
    async fn create_cadence(&self, request: Request<CreateCadenceRequest>) -> Answer<Cadence> {
        self.0.answer(request, create::create).await
    }

    async fn get_cadence(&self, request: Request<GetCadenceRequest>) -> Answer<Cadence> {
        self.0.answer(request, get::get).await
    }

    async fn update_cadence(&self, request: Request<UpdateCadenceRequest>) -> Answer<Cadence> {
        self.0.answer(request, update::update).await
    }

    async fn delete_cadence(&self, request: Request<DeleteCadenceRequest>) -> Answer<Cadence> {
        self.0.answer(request, delete::delete).await
    }

    async fn list_cadences(&self, request: Request<ListCadencesRequest>) -> Answer<ListCadencesResponse> {
        self.0.answer(request, list::list).await
    }
}
