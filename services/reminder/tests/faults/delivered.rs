//! A worker that is killed while it waits for the answer of a webhook: nothing that was told is lost, and what is sent again comes under the
//! id that it had.

use std::collections::BTreeSet;

use contracts::reminder::v1::delivery_service_client::DeliveryServiceClient;
use contracts::reminder::v1::endpoint_service_client::EndpointServiceClient;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use contracts::reminder::v1::{CreateEndpointRequest, DeliveryState, ListDeliveriesRequest, Task};

use super::LEASE;
use super::worker::{Ground, Worker};
use crate::harness::{create, task, webhook};
use crate::outside::receiver::{Receiver, TAKEN, WAIT};

const TOLD: usize = 20;

#[test]
fn r15_what_a_killed_worker_was_sending_is_sent_by_another_under_the_same_id() {
    if testkit::is_skipped() {
        return;
    }
    testkit::run(async {
        let ground = Ground::fresh(LEASE).await;
        let worker = Worker::start(&ground);
        let receiver = Receiver::answering(WAIT).await;
        let endpoint = CreateEndpointRequest { endpoint: Some(webhook(&receiver.url())), ..Default::default() };
        EndpointServiceClient::new(worker.channel().await).create_endpoint(endpoint).await.unwrap();
        let mut tasks = TaskServiceClient::new(worker.channel().await);
        for _ in 0..TOLD {
            let told = Task { due: "2024-05-20T09:00".into(), zone: "UTC".into(), ..task("打电话") };
            tasks.create_task(create(told)).await.unwrap();
        }
        let sent: BTreeSet<_> = receiver.wait(3).await.iter().map(|one| one.id().to_owned()).collect();
        worker.kill();
        receiver.answer(TAKEN);
        let worker = Worker::start(&ground);
        let mut deliveries = DeliveryServiceClient::new(worker.channel().await);
        let delivered = loop {
            let state = DeliveryState::Delivered.into();
            let request = ListDeliveriesRequest { state, page_size: 1_000, ..Default::default() };
            let delivered = deliveries.list_deliveries(request).await.unwrap().into_inner().deliveries;
            if delivered.len() >= TOLD {
                break delivered;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        };
        let delivered: BTreeSet<_> = delivered.into_iter().map(|delivery| delivery.delivery_id).collect();
        let received: BTreeSet<_> = receiver.received().iter().map(|one| one.id().to_owned()).collect();
        assert_eq!((delivered.len(), &received), (TOLD, &delivered), "each was told under its one id");
        assert!(received.is_superset(&sent) && receiver.received().len() >= TOLD + sent.len(), "those were sent again");
        worker.kill();
    });
}
