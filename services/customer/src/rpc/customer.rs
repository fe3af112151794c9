//! CustomerService: its RPCs, by name.

mod add_tags;
mod archive;
mod batch_create;
mod batch_get;
mod change_stage;
pub(crate) mod create;
mod decode;
mod delete;
pub(crate) mod encode;
mod erase;
mod field_class;
mod filter;
mod get;
mod list;
mod list_revisions;
mod purge;
mod reference;
mod remove_tags;
mod restore_revision;
mod search;
mod tags;
pub(crate) mod target;
mod unarchive;
mod undelete;
pub(crate) mod update;
mod verify_numbers;

use std::sync::Arc;

use contracts::customer::v1::customer_service_server::CustomerService;
use contracts::customer::v1::{
    AddTagsRequest, ArchiveCustomerRequest, BatchCreateCustomersRequest, BatchCreateCustomersResponse,
    BatchGetCustomersRequest, BatchGetCustomersResponse, ChangeStageRequest, CreateCustomerRequest, Customer,
    DeleteCustomerRequest, EraseCustomerRequest, GetCustomerRequest, ListCustomerRevisionsRequest,
    ListCustomerRevisionsResponse, ListCustomersRequest, ListCustomersResponse, PurgeCustomerRequest,
    PurgeCustomerResponse, RemoveTagsRequest, RestoreCustomerRevisionRequest, SearchCustomersRequest,
    SearchCustomersResponse, UnarchiveCustomerRequest, UndeleteCustomerRequest, UpdateCustomerRequest,
    VerifyNumbersRequest, VerifyNumbersResponse,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// CustomerService.
pub struct Customers(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl CustomerService for Customers {
    async fn create_customer(&self, request: Request<CreateCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, create::create).await
    }

    async fn batch_create_customers(
        &self,
        request: Request<BatchCreateCustomersRequest>,
    ) -> Answer<BatchCreateCustomersResponse> {
        self.0.answer(request, batch_create::batch_create).await
    }

    async fn get_customer(&self, request: Request<GetCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, get::get).await
    }

    async fn batch_get_customers(
        &self,
        request: Request<BatchGetCustomersRequest>,
    ) -> Answer<BatchGetCustomersResponse> {
        self.0.answer(request, batch_get::batch_get).await
    }

    async fn update_customer(&self, request: Request<UpdateCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, update::update).await
    }

    async fn list_customers(&self, request: Request<ListCustomersRequest>) -> Answer<ListCustomersResponse> {
        self.0.answer(request, list::list).await
    }

    async fn search_customers(&self, request: Request<SearchCustomersRequest>) -> Answer<SearchCustomersResponse> {
        self.0.answer(request, search::search).await
    }

    async fn delete_customer(&self, request: Request<DeleteCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, delete::delete).await
    }

    async fn undelete_customer(&self, request: Request<UndeleteCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, undelete::undelete).await
    }

    async fn archive_customer(&self, request: Request<ArchiveCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, archive::archive).await
    }

    async fn unarchive_customer(&self, request: Request<UnarchiveCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, unarchive::unarchive).await
    }

    async fn restore_customer_revision(&self, request: Request<RestoreCustomerRevisionRequest>) -> Answer<Customer> {
        self.0.answer(request, restore_revision::restore_revision).await
    }

    async fn change_stage(&self, request: Request<ChangeStageRequest>) -> Answer<Customer> {
        self.0.answer(request, change_stage::change_stage).await
    }

    async fn add_tags(&self, request: Request<AddTagsRequest>) -> Answer<Customer> {
        self.0.answer(request, add_tags::add_tags).await
    }

    async fn remove_tags(&self, request: Request<RemoveTagsRequest>) -> Answer<Customer> {
        self.0.answer(request, remove_tags::remove_tags).await
    }

    async fn erase_customer(&self, request: Request<EraseCustomerRequest>) -> Answer<Customer> {
        self.0.answer(request, erase::erase).await
    }

    async fn purge_customer(&self, request: Request<PurgeCustomerRequest>) -> Answer<PurgeCustomerResponse> {
        self.0.answer(request, purge::purge).await
    }

    async fn list_customer_revisions(
        &self,
        request: Request<ListCustomerRevisionsRequest>,
    ) -> Answer<ListCustomerRevisionsResponse> {
        self.0.answer(request, list_revisions::list_revisions).await
    }

    async fn verify_numbers(&self, request: Request<VerifyNumbersRequest>) -> Answer<VerifyNumbersResponse> {
        self.0.answer(request, verify_numbers::verify_numbers).await
    }
}
