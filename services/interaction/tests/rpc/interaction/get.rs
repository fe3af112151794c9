//! GetInteraction.

use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, get, phone_call};

on_both_engines! {
    async fn what_is_read_stands_in_the_access_log(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.interactions().await;
        let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
        client.get_interaction(get(&logged.interaction_id)).await.unwrap();
        assert_eq!(house.reads_of(&logged.interaction_id).await.len(), 1);
    }

    async fn what_is_not_there_is_not_found(engine) {
        let house = House::new(engine).await;
        let mut client = house.interactions().await;
        let status = client.get_interaction(get("018f9a3c-0000-7000-8000-00000000000a")).await.unwrap_err();
        assert_problem(&status, Code::NotFound, "NOT_FOUND");
    }
}
