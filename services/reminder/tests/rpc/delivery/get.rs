//! GetDelivery.

use access::Role;
use contracts::reminder::v1::delivery_service_client::DeliveryServiceClient;
use contracts::reminder::v1::{DeliveryState, GetDeliveryRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, OpenHouse, task, webhook};
use crate::outside::receiver::{Receiver, TAKEN};

on_both_engines! {
    async fn r15_an_administrator_reads_what_became_of_a_notice(engine) {
        let house = OpenHouse::new(engine).await;
        let receiver = Receiver::answering(TAKEN).await;
        let endpoint = house.endpoint(webhook(&receiver.url())).await;
        house.told(task("打电话")).await;
        let delivered = |delivery: &contracts::reminder::v1::Delivery| delivery.state() == DeliveryState::Delivered;
        let listed = house.delivery(&endpoint.endpoint_id, delivered).await;
        let get = GetDeliveryRequest { delivery_id: listed.delivery_id.clone() };
        let read = house.deliveries().await.get_delivery(get.clone()).await.unwrap().into_inner();
        assert_eq!(read, listed);
        let (_, li_na) = house.person("li.na", Role::Sales).await;
        let refused = DeliveryServiceClient::new(house.stub(li_na).await).get_delivery(get).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, "PERMISSION_DENIED");
        let nothing = GetDeliveryRequest { delivery_id: "00000000-0000-7000-8000-000000000000".into() };
        let refused = house.deliveries().await.get_delivery(nothing).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, "NOT_FOUND");
    }
}
