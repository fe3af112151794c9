//! TransferService: its RPCs, by name.

mod held;
mod revert;
mod transfer_cases;

use std::sync::Arc;

use contracts::interaction::v1::transfer_service_server::TransferService;
use contracts::interaction::v1::{
    RevertTransferRequest, RevertTransferResponse, TransferCasesRequest, TransferCasesResponse,
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
    type TransferCasesStream = BoxStream<'static, Result<TransferCasesResponse, Status>>;
    type RevertTransferStream = BoxStream<'static, Result<RevertTransferResponse, Status>>;

    async fn transfer_cases(&self, request: Request<TransferCasesRequest>) -> Answer<Self::TransferCasesStream> {
        self.0.answer_with_stream(request, transfer_cases::transfer_cases).await
    }

    async fn revert_transfer(&self, request: Request<RevertTransferRequest>) -> Answer<Self::RevertTransferStream> {
        self.0.answer_with_stream(request, revert::revert).await
    }
}
