//! GetEndpoint.

use contracts::reminder::v1::{Endpoint, GetEndpointRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, webhook};

on_both_engines! {
    async fn r15_an_endpoint_is_read_without_its_secret_and_each_reading_is_logged(engine) {
        let house = House::new(engine).await;
        let created = house.endpoint(webhook("https://example.com/")).await;
        let get = GetEndpointRequest { endpoint_id: created.endpoint_id.clone() };
        let read = house.endpoints().await.get_endpoint(get).await.unwrap().into_inner();
        assert_eq!(read, Endpoint { secret: String::new(), ..created });
        assert_eq!(house.reads_of(&read.endpoint_id).await.len(), 1);
        let nothing = GetEndpointRequest { endpoint_id: "00000000-0000-7000-8000-000000000000".into() };
        let refused = house.endpoints().await.get_endpoint(nothing).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, "NOT_FOUND");
    }
}
