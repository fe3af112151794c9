//! ListEndpoints.

use contracts::reminder::v1::ListEndpointsRequest;
use testkit::on_both_engines;

use crate::harness::{Callers, House, webhook};

on_both_engines! {
    async fn r15_endpoints_are_listed_page_by_page_without_their_secrets(engine) {
        let house = House::new(engine).await;
        let mut made = Vec::new();
        for number in 0..5 {
            made.push(house.endpoint(webhook(&format!("https://example.com/{number}"))).await.endpoint_id);
        }
        let (mut listed, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = ListEndpointsRequest { page_size: 2, page_token };
            let page = house.endpoints().await.list_endpoints(request).await.unwrap().into_inner();
            assert!(page.endpoints.iter().all(|endpoint| endpoint.secret.is_empty()));
            listed.extend(page.endpoints.into_iter().map(|endpoint| endpoint.endpoint_id));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        // All were made in one moment.
        made.sort();
        assert_eq!(listed, made);
    }
}
