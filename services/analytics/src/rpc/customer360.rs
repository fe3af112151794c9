//! Customer360Service: its RPCs, by name.

mod get;
mod metrics;
mod parts;

use std::sync::Arc;

use contracts::analytics::v1::customer360_service_server::Customer360Service;
use contracts::analytics::v1::{Customer360, GetCustomer360Request};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// Customer360Service.
pub struct Customers360(pub Arc<Service>);

#[tonic::async_trait]
impl Customer360Service for Customers360 {
    async fn get_customer360(&self, request: Request<GetCustomer360Request>) -> Result<Response<Customer360>, Status> {
        self.0.answer(request, get::get).await
    }
}
