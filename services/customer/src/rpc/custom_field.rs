//! CustomFieldService: its RPCs, by name.

mod create;
mod decode;
pub(crate) mod encode;
mod get;
mod install_field_pack;
mod list;
mod list_field_packs;
mod list_revisions;
mod preview_field_change;
mod update;
pub(crate) mod value;
mod write;

use std::sync::Arc;

use contracts::customer::v1::custom_field_service_server::CustomFieldService;
use contracts::customer::v1::{
    CreateCustomFieldRequest, CustomField, GetCustomFieldRequest, InstallFieldPackRequest, InstallFieldPackResponse,
    ListCustomFieldRevisionsRequest, ListCustomFieldRevisionsResponse, ListCustomFieldsRequest,
    ListCustomFieldsResponse, ListFieldPacksRequest, ListFieldPacksResponse, PreviewFieldChangeRequest,
    PreviewFieldChangeResponse, UpdateCustomFieldRequest,
};
use futures::stream::BoxStream;
use tonic::{Request, Response, Status};

use crate::Service;
use operation::Serve;

/// CustomFieldService.
pub struct CustomFields(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl CustomFieldService for CustomFields {
    type PreviewFieldChangeStream = BoxStream<'static, Result<PreviewFieldChangeResponse, Status>>;

    async fn create_custom_field(&self, request: Request<CreateCustomFieldRequest>) -> Answer<CustomField> {
        self.0.answer(request, create::create).await
    }

    async fn get_custom_field(&self, request: Request<GetCustomFieldRequest>) -> Answer<CustomField> {
        self.0.answer(request, get::get).await
    }

    async fn update_custom_field(&self, request: Request<UpdateCustomFieldRequest>) -> Answer<CustomField> {
        self.0.answer(request, update::update).await
    }

    async fn list_custom_fields(&self, request: Request<ListCustomFieldsRequest>) -> Answer<ListCustomFieldsResponse> {
        self.0.answer(request, list::list).await
    }

    async fn list_custom_field_revisions(
        &self,
        request: Request<ListCustomFieldRevisionsRequest>,
    ) -> Answer<ListCustomFieldRevisionsResponse> {
        self.0.answer(request, list_revisions::list_revisions).await
    }

    async fn preview_field_change(
        &self,
        request: Request<PreviewFieldChangeRequest>,
    ) -> Answer<Self::PreviewFieldChangeStream> {
        self.0.answer_with_stream(request, preview_field_change::preview_field_change).await
    }

    async fn list_field_packs(&self, request: Request<ListFieldPacksRequest>) -> Answer<ListFieldPacksResponse> {
        self.0.answer(request, list_field_packs::list_field_packs).await
    }

    async fn install_field_pack(&self, request: Request<InstallFieldPackRequest>) -> Answer<InstallFieldPackResponse> {
        self.0.answer(request, install_field_pack::install_field_pack).await
    }
}
