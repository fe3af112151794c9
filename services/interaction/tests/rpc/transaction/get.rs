//! GetTransaction.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, phone_call, record, sale};

on_both_engines! {
    async fn i6_what_was_recorded_is_read_and_an_interaction_is_none(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.transactions().await;
        let made = client.create_transaction(record(sale(&customer.customer_id))).await.unwrap().into_inner();
        let get = |id: &str| wire::GetTransactionRequest { transaction_id: id.into(), as_of: None };
        assert_eq!(client.get_transaction(get(&made.transaction_id)).await.unwrap().into_inner(), made);
        let mut interactions = house.interactions().await;
        let logged = interactions.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap();
        let status = client.get_transaction(get(&logged.get_ref().interaction_id)).await.unwrap_err();
        assert_problem(&status, Code::NotFound, "NOT_FOUND");
    }
}
