//! ListDeliveries.

use contracts::reminder::v1::{DeliveryState, ListDeliveriesRequest};
use testkit::on_both_engines;

use crate::harness::{Callers, OpenHouse, task, webhook};
use crate::outside::receiver::{Receiver, TAKEN};

on_both_engines! {
    async fn r15_deliveries_are_listed_by_endpoint_task_and_state_page_by_page(engine) {
        let house = OpenHouse::new(engine).await;
        let (gone, well) = (Receiver::answering("410 Gone").await, Receiver::answering(TAKEN).await);
        let dead = house.endpoint(webhook(&gone.url())).await.endpoint_id;
        let fine = house.endpoint(webhook(&well.url())).await.endpoint_id;
        let mut told = Vec::new();
        for _ in 0..3 {
            told.push(house.told(task("打电话")).await.task_id);
        }
        let mut deliveries = house.deliveries().await;
        let mut list = async |wanted: ListDeliveriesRequest| {
            let (mut listed, mut page_token) = (Vec::new(), String::new());
            loop {
                let request = ListDeliveriesRequest { page_size: 2, page_token, ..wanted.clone() };
                let page = deliveries.list_deliveries(request).await.unwrap().into_inner();
                listed.extend(page.deliveries);
                page_token = page.next_page_token;
                if page_token.is_empty() {
                    return listed;
                }
            }
        };
        let in_state = |state: DeliveryState| ListDeliveriesRequest { state: state.into(), ..Default::default() };
        while list(in_state(DeliveryState::Dead)).await.len() + list(in_state(DeliveryState::Delivered)).await.len() < 6 {}
        assert!(list(in_state(DeliveryState::Dead)).await.iter().all(|delivery| delivery.endpoint_id == dead));
        let of = ListDeliveriesRequest { endpoint_id: fine, ..Default::default() };
        let mut of: Vec<_> = list(of).await.into_iter().map(|delivery| delivery.task_id).collect();
        of.sort();
        told.sort();
        assert_eq!(of, told);
        let of = ListDeliveriesRequest { task_id: told[0].clone(), ..Default::default() };
        assert_eq!(list(of).await.len(), 2);
    }
}
