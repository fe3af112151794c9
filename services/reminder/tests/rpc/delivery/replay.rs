//! ReplayDelivery.

use contracts::reminder::v1::{DeleteEndpointRequest, Delivery, DeliveryState, ErrorReason, ReplayDeliveryRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use crate::harness::{Callers, OpenHouse, task, webhook};
use crate::outside::receiver::{Receiver, TAKEN};

on_both_engines! {
    async fn r15_a_dead_letter_is_sent_again_once_for_one_request(engine) {
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering("410 Gone").await;
        let endpoint = house.endpoint(webhook(&receiver.url())).await;
        house.told(task("打电话")).await;
        let is = |state| move |delivery: &Delivery| delivery.state() == state;
        let dead = house.delivery(&endpoint.endpoint_id, is(DeliveryState::Dead)).await;
        receiver.answer(TAKEN);
        let request_id = Uuid::from_u128(7).to_string();
        let replay = ReplayDeliveryRequest { delivery_id: dead.delivery_id.clone(), request_id, ..Default::default() };
        let mut deliveries = house.deliveries().await;
        let replayed = deliveries.replay_delivery(replay.clone()).await.unwrap().into_inner();
        assert_eq!((replayed.state(), replayed.attempt_count), (DeliveryState::Pending, 0));
        house.delivery(&endpoint.endpoint_id, is(DeliveryState::Delivered)).await;
        assert_eq!(deliveries.replay_delivery(replay.clone()).await.unwrap().into_inner(), replayed);
        assert_eq!(receiver.received().len(), 2);
        let again = ReplayDeliveryRequest { request_id: String::new(), ..replay };
        let refused = deliveries.replay_delivery(again).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::DeliveryNotReplayable.as_str_name());
    }

    async fn r15_nothing_is_sent_again_to_a_deleted_endpoint(engine) {
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering("410 Gone").await;
        let endpoint_id = house.endpoint(webhook(&receiver.url())).await.endpoint_id;
        house.told(task("打电话")).await;
        let dead = house.delivery(&endpoint_id, |delivery| delivery.state() == DeliveryState::Dead).await;
        house.endpoints().await.delete_endpoint(DeleteEndpointRequest { endpoint_id, ..Default::default() }).await.unwrap();
        let replay = ReplayDeliveryRequest { delivery_id: dead.delivery_id, ..Default::default() };
        let refused = house.deliveries().await.replay_delivery(replay).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::EndpointDeleted.as_str_name());
    }
}
