//! VocabularyService: its RPCs, by name. Those of terms are in `rpc/term`.

mod list_regions;
mod review_tags;

use std::sync::Arc;

use contracts::customer::v1::vocabulary_service_server::VocabularyService;
use contracts::customer::v1::{
    CreateTermRequest, GetTermRequest, ListRegionsRequest, ListRegionsResponse, ListTermRevisionsRequest,
    ListTermRevisionsResponse, ListTermsRequest, ListTermsResponse, ReviewTagsRequest, ReviewTagsResponse, Term,
    UpdateTermRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use super::term;
use crate::Service;

/// VocabularyService.
pub struct Vocabularies(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl VocabularyService for Vocabularies {
    async fn create_term(&self, request: Request<CreateTermRequest>) -> Answer<Term> {
        self.0.answer(request, term::create::create).await
    }

    async fn get_term(&self, request: Request<GetTermRequest>) -> Answer<Term> {
        self.0.answer(request, term::get::get).await
    }

    async fn update_term(&self, request: Request<UpdateTermRequest>) -> Answer<Term> {
        self.0.answer(request, term::update::update).await
    }

    async fn list_terms(&self, request: Request<ListTermsRequest>) -> Answer<ListTermsResponse> {
        self.0.answer(request, term::list::list).await
    }

    async fn list_term_revisions(
        &self,
        request: Request<ListTermRevisionsRequest>,
    ) -> Answer<ListTermRevisionsResponse> {
        self.0.answer(request, term::list_revisions::list_revisions).await
    }

    async fn review_tags(&self, request: Request<ReviewTagsRequest>) -> Answer<ReviewTagsResponse> {
        self.0.answer(request, review_tags::review_tags).await
    }

    async fn list_regions(&self, request: Request<ListRegionsRequest>) -> Answer<ListRegionsResponse> {
        self.0.answer(request, list_regions::list_regions).await
    }
}
