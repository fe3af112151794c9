//! FeedbackService: its RPCs, by name.

mod create;
mod decode;
mod delete;
mod encode;
mod field_class;
mod get;
mod list;
mod list_revisions;
mod undelete;
mod update;

use std::sync::Arc;

use access::{Action, ClassSet, DataClass};
use clock::Instant;
use contracts::interaction::v1::feedback_service_server::FeedbackService;
use contracts::interaction::v1::{
    CreateFeedbackRequest, DeleteFeedbackRequest, Feedback as Sent, GetFeedbackRequest, ListFeedbackRequest,
    ListFeedbackResponse, ListFeedbackRevisionsRequest, ListFeedbackRevisionsResponse, UndeleteFeedbackRequest,
    UpdateFeedbackRequest,
};
use conventions::violations::Violations;
use expression::Schema;
use operation::{Answer as Again, Serve};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::draft::{Before, Draft, Meant, Written};
use super::target::Resource;
use crate::Service;
use crate::call::Call;
use crate::domain::activity::Activity;
use crate::domain::feedback::Feedback;
use crate::error::Error;
use crate::store::activity_filter;

/// FeedbackService.
pub struct FeedbackRecords(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl FeedbackService for FeedbackRecords {
    async fn create_feedback(&self, request: Request<CreateFeedbackRequest>) -> Answer<Sent> {
        self.0.answer(request, create::create).await
    }

    async fn get_feedback(&self, request: Request<GetFeedbackRequest>) -> Answer<Sent> {
        self.0.answer(request, get::get).await
    }

    async fn update_feedback(&self, request: Request<UpdateFeedbackRequest>) -> Answer<Sent> {
        self.0.answer(request, update::update).await
    }

    async fn list_feedback(&self, request: Request<ListFeedbackRequest>) -> Answer<ListFeedbackResponse> {
        self.0.answer(request, list::list).await
    }

    async fn delete_feedback(&self, request: Request<DeleteFeedbackRequest>) -> Answer<Sent> {
        self.0.answer(request, delete::delete).await
    }

    async fn undelete_feedback(&self, request: Request<UndeleteFeedbackRequest>) -> Answer<Sent> {
        self.0.answer(request, undelete::undelete).await
    }

    async fn list_feedback_revisions(
        &self,
        request: Request<ListFeedbackRevisionsRequest>,
    ) -> Answer<ListFeedbackRevisionsResponse> {
        self.0.answer(request, list_revisions::list_revisions).await
    }
}

impl Resource for Feedback {
    type Sent = Sent;
    const VIEW: Action = Action::ViewCases;
    const EDIT: Action = Action::EditCases;

    fn filters() -> &'static Schema {
        &activity_filter::FEEDBACK
    }

    fn encode(activity: &Activity<Self>, classes: ClassSet) -> Sent {
        encode::feedback(activity, classes)
    }
}

impl Written for Feedback {
    const FIELD: &'static str = "feedback";
    const ID: &'static str = "feedback_id";

    fn class(field: &str) -> DataClass {
        field_class::field_class(field)
    }

    fn meant(sent: &Sent) -> Meant<'_> {
        Meant { customer: &sent.customer, id: &sent.feedback_id, etag: &sent.etag }
    }

    fn read(sent: &Sent, before: Before<'_, Self>, now: Instant, violations: &mut Violations) -> Option<Draft<Self>> {
        decode::feedback(sent, before, now, violations)
    }
}

impl Again<Service> for Sent {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.again::<Feedback>(id, revision).await
    }
}
