//! TenantService: its RPCs, by name.

mod decode;
mod encode;
mod get;
mod update;
pub(crate) mod working_days;

use std::sync::Arc;

use contracts::customer::v1::tenant_service_server::TenantService;
use contracts::customer::v1::{GetTenantRequest, Tenant, UpdateTenantRequest};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// TenantService.
pub struct Tenants(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl TenantService for Tenants {
    async fn get_tenant(&self, request: Request<GetTenantRequest>) -> Answer<Tenant> {
        self.0.answer(request, get::get).await
    }

    async fn update_tenant(&self, request: Request<UpdateTenantRequest>) -> Answer<Tenant> {
        self.0.answer(request, update::update).await
    }
}
