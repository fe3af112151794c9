//! TenantService.

mod get;
mod update;

use contracts::customer::v1::{GetTenantRequest, Tenant};

use crate::harness::House;

/// Tenant `default` as it is now.
async fn tenant(house: &House) -> Tenant {
    house.tenants().await.get_tenant(GetTenantRequest {}).await.unwrap().into_inner()
}
