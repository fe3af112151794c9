//! Services of the contract that do what the test asks for in the request header `behave`.

use std::pin::Pin;
use std::sync::Arc;

use contracts::customer::v1::import_service_server::ImportService;
use contracts::customer::v1::tenant_service_server::TenantService;
use contracts::customer::v1::{
    GetTenantRequest, ImportCustomersRequest, ImportCustomersResponse, Tenant, UpdateTenantRequest,
};
use contracts::journal::v1::journal_service_server::JournalService;
use contracts::journal::v1::{VerifyJournalRequest, VerifyJournalResponse};
use futures::{Stream, StreamExt, stream};
use server::Deadline;
use telemetry::TraceContext;
use tokio::sync::Semaphore;
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status, Streaming};

/// What tells the probe what to do.
pub(crate) const BEHAVE: &str = "behave";

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// Handles calls; clones share what they count.
#[derive(Clone, Debug)]
pub(crate) struct Probe {
    /// One permit for each call that came in.
    pub(crate) entered: Arc<Semaphore>,
    /// One permit for each waiting call that may go on.
    pub(crate) released: Arc<Semaphore>,
}

impl Probe {
    pub(crate) fn new() -> Self {
        Self { entered: Arc::new(Semaphore::new(0)), released: Arc::new(Semaphore::new(0)) }
    }

    /// Waits until one more call has come in.
    pub(crate) async fn call_came_in(&self) {
        self.entered.acquire().await.unwrap().forget();
    }

    fn behaviour(&self, metadata: &MetadataMap) -> String {
        self.entered.add_permits(1);
        metadata.get(BEHAVE).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    async fn wait(&self) {
        self.released.acquire().await.unwrap().forget();
    }
}

#[tonic::async_trait]
impl TenantService for Probe {
    /// Answers in `display_name` what it was asked for.
    async fn get_tenant(&self, request: Request<GetTenantRequest>) -> Result<Response<Tenant>, Status> {
        let display_name = match self.behaviour(request.metadata()).as_str() {
            "wait" => {
                self.wait().await;
                "released".to_owned()
            }
            "panic" => panic!("asked for"),
            "remaining" => {
                let remaining = request.extensions().get::<Deadline>().unwrap().remaining();
                remaining.map_or("for ever".to_owned(), |remaining| remaining.as_millis().to_string())
            }
            "trace" => request.extensions().get::<TraceContext>().unwrap().to_header(),
            "origin" => request.metadata().get("origin").unwrap().to_str().unwrap().to_owned(),
            "peer" => request.remote_addr().unwrap().to_string(),
            _ => String::new(),
        };
        Ok(Response::new(Tenant { display_name, ..Tenant::default() }))
    }

    async fn update_tenant(&self, request: Request<UpdateTenantRequest>) -> Result<Response<Tenant>, Status> {
        self.behaviour(request.metadata());
        Ok(Response::new(request.into_inner().tenant.unwrap_or_default()))
    }
}

#[tonic::async_trait]
impl ImportService for Probe {
    type ImportCustomersStream = Answers<ImportCustomersResponse>;

    /// Answers once when the caller has sent everything.
    async fn import_customers(
        &self,
        request: Request<Streaming<ImportCustomersRequest>>,
    ) -> Result<Response<Self::ImportCustomersStream>, Status> {
        self.behaviour(request.metadata());
        let messages = request.into_inner().collect::<Vec<_>>().await.len();
        let answer = ImportCustomersResponse { import_id: messages.to_string(), ..ImportCustomersResponse::default() };
        Ok(Response::new(stream::iter([Ok(answer)]).boxed()))
    }
}

#[tonic::async_trait]
impl JournalService for Probe {
    type VerifyJournalStream = Answers<VerifyJournalResponse>;

    /// Answers once at once, and goes on as it was asked to.
    async fn verify_journal(
        &self,
        request: Request<VerifyJournalRequest>,
    ) -> Result<Response<Self::VerifyJournalStream>, Status> {
        let behaviour = self.behaviour(request.metadata());
        let probe = self.clone();
        let rest = stream::once(async move {
            match behaviour.as_str() {
                "wait" => probe.wait().await,
                "panic" => {
                    // So that what was answered before is sent before.
                    tokio::task::yield_now().await;
                    panic!("asked for")
                }
                _ => {}
            }
            Ok(VerifyJournalResponse { done: true, ..VerifyJournalResponse::default() })
        });
        Ok(Response::new(stream::iter([Ok(VerifyJournalResponse::default())]).chain(rest).boxed()))
    }
}
