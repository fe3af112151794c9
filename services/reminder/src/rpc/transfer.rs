//! TransferService: its RPCs, by name.

mod held;
mod revert;
mod transfer_tasks;

use std::sync::Arc;

use contracts::reminder::v1::transfer_service_server::TransferService;
use contracts::reminder::v1::{
    RevertTransferRequest, RevertTransferResponse, TransferTasksRequest, TransferTasksResponse,
};
use futures::stream::BoxStream;
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// TransferService.
pub struct Transfers(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl TransferService for Transfers {
    type TransferTasksStream = BoxStream<'static, Result<TransferTasksResponse, Status>>;
    type RevertTransferStream = BoxStream<'static, Result<RevertTransferResponse, Status>>;

    async fn transfer_tasks(&self, request: Request<TransferTasksRequest>) -> Answer<Self::TransferTasksStream> {
        self.0.answer_with_stream(request, transfer_tasks::transfer_tasks).await
    }

    async fn revert_transfer(&self, request: Request<RevertTransferRequest>) -> Answer<Self::RevertTransferStream> {
        self.0.answer_with_stream(request, revert::revert).await
    }
}
