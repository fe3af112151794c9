//! SegmentService: its RPCs, by name.

mod create;
mod decode;
mod delete;
mod describe;
mod encode;
mod get;
mod list;
mod list_members;
mod membership;
mod preview;
mod update;
mod write;

use std::sync::Arc;

use contracts::analytics::v1::segment_service_server::SegmentService;
use contracts::analytics::v1::{
    CreateSegmentRequest, DeleteSegmentRequest, DescribeSegmentRequest, GetSegmentRequest, ListSegmentMembersRequest,
    ListSegmentMembersResponse, ListSegmentsRequest, ListSegmentsResponse, PreviewSegmentRequest,
    PreviewSegmentResponse, Segment, SegmentDescription, UpdateSegmentRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// SegmentService.
pub struct Segments(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl SegmentService for Segments {
    async fn create_segment(&self, request: Request<CreateSegmentRequest>) -> Answer<Segment> {
        self.0.answer(request, create::create).await
    }

    async fn get_segment(&self, request: Request<GetSegmentRequest>) -> Answer<Segment> {
        self.0.answer(request, get::get).await
    }

    async fn update_segment(&self, request: Request<UpdateSegmentRequest>) -> Answer<Segment> {
        self.0.answer(request, update::update).await
    }

    async fn delete_segment(&self, request: Request<DeleteSegmentRequest>) -> Answer<Segment> {
        self.0.answer(request, delete::delete).await
    }

    async fn list_segments(&self, request: Request<ListSegmentsRequest>) -> Answer<ListSegmentsResponse> {
        self.0.answer(request, list::list).await
    }

    async fn preview_segment(&self, request: Request<PreviewSegmentRequest>) -> Answer<PreviewSegmentResponse> {
        self.0.answer(request, preview::preview).await
    }

    async fn list_segment_members(
        &self,
        request: Request<ListSegmentMembersRequest>,
    ) -> Answer<ListSegmentMembersResponse> {
        self.0.answer(request, list_members::list_members).await
    }

    async fn describe_segment(&self, request: Request<DescribeSegmentRequest>) -> Answer<SegmentDescription> {
        self.0.answer(request, describe::describe).await
    }
}
