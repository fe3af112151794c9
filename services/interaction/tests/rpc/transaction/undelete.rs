//! UndeleteTransaction.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, record, sale};

on_both_engines! {
    async fn what_was_deleted_comes_back_as_it_was(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.transactions().await;
        let made = client.create_transaction(record(sale(&customer.customer_id))).await.unwrap().into_inner();
        let id = made.transaction_id.clone();
        let undelete = wire::UndeleteTransactionRequest { transaction_id: id.clone(), ..Default::default() };
        let status = client.undelete_transaction(undelete.clone()).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "NOT_DELETED");
        let delete =
            wire::DeleteTransactionRequest { transaction_id: id, etag: made.etag.clone(), ..Default::default() };
        client.delete_transaction(delete).await.unwrap();
        let back = client.undelete_transaction(undelete).await.unwrap().into_inner();
        let expected =
            wire::Transaction { revision: 3, etag: back.etag.clone(), update_time: back.update_time, ..made };
        assert_eq!(back, expected);
    }
}
