//! DeleteTransaction.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, order, record, sale};

on_both_engines! {
    async fn what_is_deleted_is_neither_changed_nor_listed_and_keeps_its_external_id(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.transactions().await;
        let sold = wire::Transaction { external_id: Some(order("1")), ..sale(&customer.customer_id) };
        let made = client.create_transaction(record(sold.clone())).await.unwrap().into_inner();
        let request = wire::DeleteTransactionRequest {
            transaction_id: made.transaction_id.clone(),
            etag: made.etag,
            ..Default::default()
        };
        let deleted = client.delete_transaction(request.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), wire::RecordState::Deleted);
        assert!(deleted.delete_time.is_some());
        let again = wire::DeleteTransactionRequest { etag: deleted.etag, ..request };
        let status = client.delete_transaction(again).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "DELETED");
        let refund =
            wire::RefundTransactionRequest { transaction_id: made.transaction_id, ..Default::default() };
        let status = client.refund_transaction(refund).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "DELETED");
        let all = wire::ListTransactionsRequest::default();
        assert!(client.list_transactions(all).await.unwrap().into_inner().transactions.is_empty());
        let status = client.create_transaction(record(sold)).await.unwrap_err();
        assert_problem(&status, Code::AlreadyExists, "TRANSACTION_EXTERNAL_ID_TAKEN");
    }
}
