//! TransactionService: its RPCs, by name.

mod create;
mod decode;
mod delete;
pub(crate) mod encode;
mod field_class;
mod get;
mod import;
mod list;
mod list_revisions;
mod refund;
mod undelete;
mod update;

use std::sync::Arc;

use access::{Action, ClassSet, DataClass};
use clock::Instant;
use contracts::interaction::v1::transaction_service_server::TransactionService;
use contracts::interaction::v1::{
    CreateTransactionRequest, DeleteTransactionRequest, GetTransactionRequest, ImportTransactionsRequest,
    ImportTransactionsResponse, ListTransactionRevisionsRequest, ListTransactionRevisionsResponse,
    ListTransactionsRequest, ListTransactionsResponse, RefundTransactionRequest, Transaction as Sent,
    UndeleteTransactionRequest, UpdateTransactionRequest,
};
use conventions::violations::Violations;
use expression::Schema;
use futures::stream::BoxStream;
use operation::{Answer as Again, Serve};
use tonic::{Request, Response, Status, Streaming};
use uuid::Uuid;

use super::draft::{Before, Draft, Meant, Written};
use super::target::Resource;
use crate::Service;
use crate::call::Call;
use crate::domain::activity::Activity;
use crate::domain::transaction::Transaction;
use crate::error::Error;
use crate::store::activity_filter;

/// TransactionService.
pub struct Transactions(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl TransactionService for Transactions {
    type ImportTransactionsStream = BoxStream<'static, Result<ImportTransactionsResponse, Status>>;

    async fn create_transaction(&self, request: Request<CreateTransactionRequest>) -> Answer<Sent> {
        self.0.answer(request, create::create).await
    }

    async fn get_transaction(&self, request: Request<GetTransactionRequest>) -> Answer<Sent> {
        self.0.answer(request, get::get).await
    }

    async fn list_transactions(&self, request: Request<ListTransactionsRequest>) -> Answer<ListTransactionsResponse> {
        self.0.answer(request, list::list).await
    }

    async fn update_transaction(&self, request: Request<UpdateTransactionRequest>) -> Answer<Sent> {
        self.0.answer(request, update::update).await
    }

    async fn delete_transaction(&self, request: Request<DeleteTransactionRequest>) -> Answer<Sent> {
        self.0.answer(request, delete::delete).await
    }

    async fn undelete_transaction(&self, request: Request<UndeleteTransactionRequest>) -> Answer<Sent> {
        self.0.answer(request, undelete::undelete).await
    }

    async fn refund_transaction(&self, request: Request<RefundTransactionRequest>) -> Answer<Sent> {
        self.0.answer(request, refund::refund).await
    }

    async fn list_transaction_revisions(
        &self,
        request: Request<ListTransactionRevisionsRequest>,
    ) -> Answer<ListTransactionRevisionsResponse> {
        self.0.answer(request, list_revisions::list_revisions).await
    }

    async fn import_transactions(
        &self,
        request: Request<Streaming<ImportTransactionsRequest>>,
    ) -> Answer<Self::ImportTransactionsStream> {
        self.0.answer_stream(request, import::import).await
    }
}

impl Resource for Transaction {
    type Sent = Sent;
    const VIEW: Action = Action::ViewTransactions;
    const EDIT: Action = Action::EditTransactions;

    fn filters() -> &'static Schema {
        &activity_filter::TRANSACTION
    }

    fn encode(activity: &Activity<Self>, classes: ClassSet) -> Sent {
        encode::transaction(activity, classes)
    }
}

impl Written for Transaction {
    const FIELD: &'static str = "transaction";
    const ID: &'static str = "transaction_id";

    fn class(field: &str) -> DataClass {
        field_class::field_class(field)
    }

    fn meant(sent: &Sent) -> Meant<'_> {
        Meant { customer: &sent.customer, id: &sent.transaction_id, etag: &sent.etag }
    }

    fn read(sent: &Sent, before: Before<'_, Self>, now: Instant, violations: &mut Violations) -> Option<Draft<Self>> {
        decode::transaction(sent, before, now, violations)
    }
}

impl Again<Service> for Sent {
    async fn again(call: &Call, id: Uuid, revision: i64) -> Result<Self, Error> {
        call.again::<Transaction>(id, revision).await
    }
}
