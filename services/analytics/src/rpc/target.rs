//! TargetService: its RPCs, by name.

mod decode;
mod encode;
mod holder;
mod list;
mod set;

use std::sync::Arc;

use contracts::analytics::v1::target_service_server::TargetService;
use contracts::analytics::v1::{ListTargetsRequest, ListTargetsResponse, SetTargetRequest, Target};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// TargetService.
pub struct Targets(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl TargetService for Targets {
    async fn set_target(&self, request: Request<SetTargetRequest>) -> Answer<Target> {
        self.0.answer(request, set::set).await
    }

    async fn list_targets(&self, request: Request<ListTargetsRequest>) -> Answer<ListTargetsResponse> {
        self.0.answer(request, list::list).await
    }
}
