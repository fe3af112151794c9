//! DeliveryService: its RPCs, by name.

mod encode;
mod get;
mod list_deliveries;
mod replay;

use std::sync::Arc;

use contracts::reminder::v1::delivery_service_server::DeliveryService;
use contracts::reminder::v1::{
    Delivery, GetDeliveryRequest, ListDeliveriesRequest, ListDeliveriesResponse, ReplayDeliveryRequest,
};
use operation::Serve;
use tonic::{Request, Response, Status};

use crate::Service;

/// DeliveryService.
pub struct Deliveries(pub Arc<Service>);

type Answer<A> = Result<Response<A>, Status>;

#[tonic::async_trait]
impl DeliveryService for Deliveries {
    async fn get_delivery(&self, request: Request<GetDeliveryRequest>) -> Answer<Delivery> {
        self.0.answer(request, get::get).await
    }

    async fn list_deliveries(&self, request: Request<ListDeliveriesRequest>) -> Answer<ListDeliveriesResponse> {
        self.0.answer(request, list_deliveries::list_deliveries).await
    }

    async fn replay_delivery(&self, request: Request<ReplayDeliveryRequest>) -> Answer<Delivery> {
        self.0.answer(request, replay::replay).await
    }
}
