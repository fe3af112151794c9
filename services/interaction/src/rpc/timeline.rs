//! TimelineService: its RPCs, by name.

mod get_summary;
mod list;
mod record;
mod visible;
mod watch;

use std::sync::Arc;

use contracts::interaction::v1::timeline_service_server::TimelineService;
use contracts::interaction::v1::{
    GetTimelineSummaryRequest, ListTimelineRequest, ListTimelineResponse, TimelineSummary, WatchTimelineRequest,
    WatchTimelineResponse,
};
use futures::stream::BoxStream;
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// TimelineService.
pub struct Timelines(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl TimelineService for Timelines {
    type WatchTimelineStream = BoxStream<'static, Result<WatchTimelineResponse, Status>>;

    async fn list_timeline(&self, request: Request<ListTimelineRequest>) -> Answer<ListTimelineResponse> {
        self.0.answer(request, list::list).await
    }

    async fn get_timeline_summary(&self, request: Request<GetTimelineSummaryRequest>) -> Answer<TimelineSummary> {
        self.0.answer(request, get_summary::get_summary).await
    }

    async fn watch_timeline(&self, request: Request<WatchTimelineRequest>) -> Answer<Self::WatchTimelineStream> {
        self.0.answer_with_stream(request, watch::watch).await
    }
}
