//! ScoreService: its RPCs, by name.

mod compute;
mod decode;
pub(super) mod encode;
mod get;
mod get_model;
mod list;

use std::sync::Arc;

use contracts::analytics::v1::score_service_server::ScoreService;
use contracts::analytics::v1::{
    ComputeScoresRequest, ComputeScoresResponse, GetScoreModelRequest, GetScoreRequest, ListScoresRequest,
    ListScoresResponse, Score, ScoreModel,
};
use futures::stream::BoxStream;
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// What the access log calls scores.
const KIND: &str = "score";

/// ScoreService.
pub struct Scoring(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl ScoreService for Scoring {
    type ComputeScoresStream = BoxStream<'static, Result<ComputeScoresResponse, Status>>;

    async fn compute_scores(&self, request: Request<ComputeScoresRequest>) -> Answer<Self::ComputeScoresStream> {
        self.0.answer_with_stream(request, compute::compute).await
    }

    async fn get_score_model(&self, request: Request<GetScoreModelRequest>) -> Answer<ScoreModel> {
        self.0.answer(request, get_model::get_model).await
    }

    async fn get_score(&self, request: Request<GetScoreRequest>) -> Answer<Score> {
        self.0.answer(request, get::get).await
    }

    async fn list_scores(&self, request: Request<ListScoresRequest>) -> Answer<ListScoresResponse> {
        self.0.answer(request, list::list).await
    }
}
