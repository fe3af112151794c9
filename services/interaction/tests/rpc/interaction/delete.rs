//! DeleteInteraction.

use contracts::interaction::v1 as wire;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, get, phone_call};

on_both_engines! {
    async fn what_is_deleted_is_read_and_not_changed(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.interactions().await;
        let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
        let request = wire::DeleteInteractionRequest {
            interaction_id: logged.interaction_id.clone(),
            etag: logged.etag.clone(),
            ..Default::default()
        };
        let dry = wire::DeleteInteractionRequest { validate_only: true, ..request.clone() };
        client.delete_interaction(dry).await.unwrap();
        assert_eq!(client.get_interaction(get(&logged.interaction_id)).await.unwrap().into_inner(), logged);
        let deleted = client.delete_interaction(request.clone()).await.unwrap().into_inner();
        assert_eq!(deleted.state(), wire::RecordState::Deleted);
        assert!(deleted.delete_time.is_some());
        let again = wire::DeleteInteractionRequest { etag: deleted.etag, ..request };
        let status = client.delete_interaction(again).await.unwrap_err();
        assert_problem(&status, Code::FailedPrecondition, "DELETED");
    }
}
