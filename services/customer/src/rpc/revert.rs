//! RevertService: its RPCs, by name.

mod revert_cause;

use std::sync::Arc;

use contracts::customer::v1::revert_service_server::RevertService;
use contracts::customer::v1::{RevertCauseRequest, RevertCauseResponse};
use futures::stream::BoxStream;
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// RevertService.
pub struct Reverts(pub Arc<Service>);

#[tonic::async_trait]
impl RevertService for Reverts {
    type RevertCauseStream = BoxStream<'static, Result<RevertCauseResponse, Status>>;

    async fn revert_cause(
        &self,
        request: Request<RevertCauseRequest>,
    ) -> Result<Response<Self::RevertCauseStream>, Status> {
        self.0.answer_with_stream(request, revert_cause::revert_cause).await
    }
}
