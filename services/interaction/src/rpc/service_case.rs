//! ServiceCaseService: its RPCs, by name.

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
use contracts::interaction::v1::service_case_service_server::ServiceCaseService;
use contracts::interaction::v1::{
    AssignServiceCaseRequest, ChangeServiceCaseStateRequest, CreateServiceCaseRequest, DeleteServiceCaseRequest,
    GetServiceCaseRequest, ListServiceCaseRevisionsRequest, ListServiceCaseRevisionsResponse, ListServiceCasesRequest,
    ListServiceCasesResponse, ServiceCase as Sent, UndeleteServiceCaseRequest, UpdateServiceCaseRequest,
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
use crate::domain::service_case::ServiceCase;
use crate::error::Error;
use crate::store::activity_filter;

/// ServiceCaseService.
pub struct ServiceCases(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl ServiceCaseService for ServiceCases {
    async fn create_service_case(&self, request: Request<CreateServiceCaseRequest>) -> Answer<Sent> {
        self.0.answer(request, create::create).await
    }

    async fn get_service_case(&self, request: Request<GetServiceCaseRequest>) -> Answer<Sent> {
        self.0.answer(request, get::get).await
    }

    async fn update_service_case(&self, request: Request<UpdateServiceCaseRequest>) -> Answer<Sent> {
        self.0.answer(request, update::update).await
    }

    async fn list_service_cases(&self, request: Request<ListServiceCasesRequest>) -> Answer<ListServiceCasesResponse> {
        self.0.answer(request, list::list).await
    }

    async fn change_service_case_state(&self, request: Request<ChangeServiceCaseStateRequest>) -> Answer<Sent> {
        self.0.answer(request, change_state::change_state).await
    }

    async fn assign_service_case(&self, request: Request<AssignServiceCaseRequest>) -> Answer<Sent> {
        self.0.answer(request, assign::assign).await
    }

    async fn delete_service_case(&self, request: Request<DeleteServiceCaseRequest>) -> Answer<Sent> {
        self.0.answer(request, delete::delete).await
    }

    async fn undelete_service_case(&self, request: Request<UndeleteServiceCaseRequest>) -> Answer<Sent> {
        self.0.answer(request, undelete::undelete).await
    }

    async fn list_service_case_revisions(
        &self,
        request: Request<ListServiceCaseRevisionsRequest>,
    ) -> Answer<ListServiceCaseRevisionsResponse> {
        self.0.answer(request, list_revisions::list_revisions).await
    }
}

impl Resource for ServiceCase {
    type Sent = Sent;
    const VIEW: Action = Action::ViewCases;
    const EDIT: Action = Action::EditCases;

    fn filters() -> &'static Schema {
        &activity_filter::HANDLED
    }

    fn encode(activity: &Activity<Self>, classes: ClassSet) -> Sent {
        encode::service_case(activity, classes)
    }
}

impl Written for ServiceCase {
    const FIELD: &'static str = "service_case";
    const ID: &'static str = "service_case_id";

    fn class(field: &str) -> DataClass {
        field_class::field_class(field)
    }

    fn meant(sent: &Sent) -> Meant<'_> {
        Meant { customer: &sent.customer, id: &sent.service_case_id, etag: &sent.etag }
    }

    fn read(sent: &Sent, before: Before<'_, Self>, now: Instant, violations: &mut Violations) -> Option<Draft<Self>> {
        decode::service_case(sent, before, now, violations)
    }
}

impl Again<Service> for Sent {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.again::<ServiceCase>(id, revision).await
    }
}
