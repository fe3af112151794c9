//! ComplaintService: its RPCs, by name.

mod assign;
mod change_state;
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
use contracts::interaction::v1::complaint_service_server::ComplaintService;
use contracts::interaction::v1::{
    AssignComplaintRequest, ChangeComplaintStateRequest, Complaint as Sent, CreateComplaintRequest,
    DeleteComplaintRequest, GetComplaintRequest, ListComplaintRevisionsRequest, ListComplaintRevisionsResponse,
    ListComplaintsRequest, ListComplaintsResponse, UndeleteComplaintRequest, UpdateComplaintRequest,
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
use crate::domain::complaint::Complaint;
use crate::error::Error;
use crate::store::activity_filter;

/// ComplaintService.
pub struct Complaints(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl ComplaintService for Complaints {
    async fn create_complaint(&self, request: Request<CreateComplaintRequest>) -> Answer<Sent> {
        self.0.answer(request, create::create).await
    }

    async fn get_complaint(&self, request: Request<GetComplaintRequest>) -> Answer<Sent> {
        self.0.answer(request, get::get).await
    }

    async fn update_complaint(&self, request: Request<UpdateComplaintRequest>) -> Answer<Sent> {
        self.0.answer(request, update::update).await
    }

    async fn list_complaints(&self, request: Request<ListComplaintsRequest>) -> Answer<ListComplaintsResponse> {
        self.0.answer(request, list::list).await
    }

    async fn change_complaint_state(&self, request: Request<ChangeComplaintStateRequest>) -> Answer<Sent> {
        self.0.answer(request, change_state::change_state).await
    }

    async fn assign_complaint(&self, request: Request<AssignComplaintRequest>) -> Answer<Sent> {
        self.0.answer(request, assign::assign).await
    }

    async fn delete_complaint(&self, request: Request<DeleteComplaintRequest>) -> Answer<Sent> {
        self.0.answer(request, delete::delete).await
    }

    async fn undelete_complaint(&self, request: Request<UndeleteComplaintRequest>) -> Answer<Sent> {
        self.0.answer(request, undelete::undelete).await
    }

    async fn list_complaint_revisions(
        &self,
        request: Request<ListComplaintRevisionsRequest>,
    ) -> Answer<ListComplaintRevisionsResponse> {
        self.0.answer(request, list_revisions::list_revisions).await
    }
}

impl Resource for Complaint {
    type Sent = Sent;
    const VIEW: Action = Action::ViewCases;
    const EDIT: Action = Action::EditCases;

    fn filters() -> &'static Schema {
        &activity_filter::HANDLED
    }

    fn encode(activity: &Activity<Self>, classes: ClassSet) -> Sent {
        encode::complaint(activity, classes)
    }
}

impl Written for Complaint {
    const FIELD: &'static str = "complaint";
    const ID: &'static str = "complaint_id";

    fn class(field: &str) -> DataClass {
        field_class::field_class(field)
    }

    fn meant(sent: &Sent) -> Meant<'_> {
        Meant { customer: &sent.customer, id: &sent.complaint_id, etag: &sent.etag }
    }

    fn read(sent: &Sent, before: Before<'_, Self>, now: Instant, violations: &mut Violations) -> Option<Draft<Self>> {
        decode::complaint(sent, before, now, violations)
    }
}

impl Again<Service> for Sent {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.again::<Complaint>(id, revision).await
    }
}
