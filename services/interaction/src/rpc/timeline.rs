//! TimelineService: its RPCs, by name.

mod list;

use std::sync::Arc;

use contracts::interaction::v1::timeline_service_server::TimelineService;
use contracts::interaction::v1::{ListTimelineRequest, ListTimelineResponse};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// TimelineService.
pub struct Timelines(pub Arc<Service>);

#[tonic::async_trait]
impl TimelineService for Timelines {
    async fn list_timeline(
        &self,
        request: Request<ListTimelineRequest>,
    ) -> Result<Response<ListTimelineResponse>, Status> {
        self.0.answer(request, list::list).await
    }
}
