//! UndeleteInteraction.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, phone_call};

on_both_engines! {
    async fn what_was_deleted_comes_back_as_it_was(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.interactions().await;
        let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
        let id = logged.interaction_id.clone();
        let undelete = wire::UndeleteInteractionRequest { interaction_id: id.clone(), ..Default::default() };
        let status = client.undelete_interaction(undelete.clone()).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "NOT_DELETED");
        let delete =
            wire::DeleteInteractionRequest { interaction_id: id, etag: logged.etag.clone(), ..Default::default() };
        client.delete_interaction(delete).await.unwrap();
        let back = client.undelete_interaction(undelete).await.unwrap().into_inner();
        let expected = wire::Interaction {
            revision: 3,
            etag: back.etag.clone(),
            update_time: back.update_time,
            ..logged
        };
        assert_eq!(back, expected);
    }
}
