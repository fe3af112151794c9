//! ContactPersonService: its RPCs, by name.

mod batch_get;
mod companies;
pub(super) mod create;
mod decode;
mod delete;
mod encode;
mod erase;
mod field_class;
mod get;
mod list;
mod list_revisions;
mod search;
pub(super) mod target;
mod undelete;
pub(super) mod update;

use std::sync::Arc;

use contracts::customer::v1::contact_person_service_server::ContactPersonService;
use contracts::customer::v1::{
    BatchGetContactPersonsRequest, BatchGetContactPersonsResponse, ContactPerson, CreateContactPersonRequest,
    DeleteContactPersonRequest, EraseContactPersonRequest, GetContactPersonRequest, ListContactPersonRevisionsRequest,
    ListContactPersonRevisionsResponse, ListContactPersonsRequest, ListContactPersonsResponse,
    SearchContactPersonsRequest, SearchContactPersonsResponse, UndeleteContactPersonRequest,
    UpdateContactPersonRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;
pub(crate) use encode::role as sent_role;

/// ContactPersonService.
pub struct ContactPersons(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl ContactPersonService for ContactPersons {
    async fn create_contact_person(&self, request: Request<CreateContactPersonRequest>) -> Answer<ContactPerson> {
        self.0.answer(request, create::create).await
    }

    async fn get_contact_person(&self, request: Request<GetContactPersonRequest>) -> Answer<ContactPerson> {
        self.0.answer(request, get::get).await
    }

    async fn batch_get_contact_persons(
        &self,
        request: Request<BatchGetContactPersonsRequest>,
    ) -> Answer<BatchGetContactPersonsResponse> {
        self.0.answer(request, batch_get::batch_get).await
    }

    async fn update_contact_person(&self, request: Request<UpdateContactPersonRequest>) -> Answer<ContactPerson> {
        self.0.answer(request, update::update).await
    }

    async fn list_contact_persons(
        &self,
        request: Request<ListContactPersonsRequest>,
    ) -> Answer<ListContactPersonsResponse> {
        self.0.answer(request, list::list).await
    }

    async fn search_contact_persons(
        &self,
        request: Request<SearchContactPersonsRequest>,
    ) -> Answer<SearchContactPersonsResponse> {
        self.0.answer(request, search::search).await
    }

    async fn delete_contact_person(&self, request: Request<DeleteContactPersonRequest>) -> Answer<ContactPerson> {
        self.0.answer(request, delete::delete).await
    }

    async fn undelete_contact_person(&self, request: Request<UndeleteContactPersonRequest>) -> Answer<ContactPerson> {
        self.0.answer(request, undelete::undelete).await
    }

    async fn erase_contact_person(&self, request: Request<EraseContactPersonRequest>) -> Answer<ContactPerson> {
        self.0.answer(request, erase::erase).await
    }

    async fn list_contact_person_revisions(
        &self,
        request: Request<ListContactPersonRevisionsRequest>,
    ) -> Answer<ListContactPersonRevisionsResponse> {
        self.0.answer(request, list_revisions::list_revisions).await
    }
}
