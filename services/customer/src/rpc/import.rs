//! ImportService: its RPCs, by name.

mod import_customers;
mod row;

use std::sync::Arc;

use contracts::customer::v1::import_service_server::ImportService;
use contracts::customer::v1::{ImportCustomersRequest, ImportCustomersResponse};
use futures::stream::BoxStream;
use operation::Serve;
use tonic::{Request, Response, Status, Streaming};

use crate::Service;

/// ImportService.
pub struct Imports(pub Arc<Service>);

#[tonic::async_trait]
impl ImportService for Imports {
    type ImportCustomersStream = BoxStream<'static, Result<ImportCustomersResponse, Status>>;

    async fn import_customers(
        &self,
        request: Request<Streaming<ImportCustomersRequest>>,
    ) -> Result<Response<Self::ImportCustomersStream>, Status> {
        self.0.answer_stream(request, import_customers::import_customers).await
    }
}
