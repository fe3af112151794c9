//! ListTransactions.

use contracts::interaction::v1 as wire;
use testkit::on_both_engines;

use crate::harness::{Callers, House, create, phone_call, record, sale};

on_both_engines! {
    async fn i6_transactions_are_listed_without_what_else_happened(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.transactions().await;
        let first = client.create_transaction(record(sale(&customer.customer_id))).await.unwrap().into_inner();
        house.interactions().await.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap();
        house.clock.advance(1_000_000);
        let second = client.create_transaction(record(sale(&customer.customer_id))).await.unwrap().into_inner();
        let listed = client.list_transactions(wire::ListTransactionsRequest::default()).await.unwrap().into_inner();
        assert_eq!(listed.transactions, [second, first]);
    }
}
