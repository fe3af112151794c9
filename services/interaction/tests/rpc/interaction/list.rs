//! ListInteractions.

use access::Role;
use contracts::interaction::v1 as wire;
use prost_types::Timestamp;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, HouseWithoutFeed, create, phone_call};

/// A call that began so many seconds after the clock of the tests.
fn at(customer: &str, seconds: i64) -> wire::Interaction {
    wire::Interaction {
        start_time: Some(Timestamp { seconds: 1_716_170_400 + seconds, nanos: 0 }),
        ..phone_call(customer)
    }
}

/// The seconds at which the listed ones began.
fn seconds(listed: &wire::ListInteractionsResponse) -> Vec<i64> {
    let start = |interaction: &wire::Interaction| interaction.start_time.unwrap().seconds - 1_716_170_400;
    listed.interactions.iter().map(start).collect()
}

on_both_engines! {
    async fn i1_pages_go_from_the_newest_to_the_very_end(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut client = house.interactions().await;
        for second in [-3, -1, -2, -5, -4, -2] {
            client.create_interaction(create(at(&customer.customer_id, second))).await.unwrap();
        }
        let mut request = wire::ListInteractionsRequest {
            customer: customer.customer_number.clone(),
            page_size: 4,
            ..Default::default()
        };
        let first = client.list_interactions(request.clone()).await.unwrap().into_inner();
        assert_eq!(seconds(&first), [-1, -2, -2, -3]);
        request.page_token = first.next_page_token;
        let second = client.list_interactions(request.clone()).await.unwrap().into_inner();
        assert_eq!((seconds(&second), second.next_page_token.as_str()), (vec![-4, -5], ""));
        let filtered = wire::ListInteractionsRequest {
            filter: "channel = \"phone\" AND start_time < \"2024-05-20T01:59:57.5Z\"".into(),
            order_by: "start_time".into(),
            customer: customer.customer_id.clone(),
            ..Default::default()
        };
        let oldest = client.list_interactions(filtered.clone()).await.unwrap().into_inner();
        assert_eq!(seconds(&oldest), [-5, -4, -3]);
        let visits = wire::ListInteractionsRequest { filter: "channel = \"visit\"".into(), ..filtered };
        assert!(client.list_interactions(visits).await.unwrap().into_inner().interactions.is_empty());
    }

    async fn x1_everybody_lists_what_happened_with_those_they_work_on(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (li, of_li) = house.person("li", Role::Sales).await;
        let (of_both, of_li_alone) = (house.customer_of(&wang).await, house.customer_of(&li).await);
        let mut everybody = house.interactions().await;
        for customer in [&of_both, &of_li_alone] {
            everybody.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap();
        }
        house.follow("interaction", "customer").await;
        let all = wire::ListInteractionsRequest::default();
        let mut wangs = house.interactions_of(&of_wang).await;
        let listed = wangs.list_interactions(all.clone()).await.unwrap().into_inner();
        assert_eq!(listed.interactions.iter().map(|i| &i.customer).collect::<Vec<_>>(), [&of_both.customer_id]);
        assert_eq!(everybody.list_interactions(all.clone()).await.unwrap().into_inner().interactions.len(), 2);

        // What is handed over is handed over here too.
        let moved = contracts::customer::v1::Customer { owner: li.staff_id.clone(), ..house.read(&of_both.customer_id).await };
        let request = contracts::customer::v1::UpdateCustomerRequest {
            customer: Some(moved),
            update_mask: Some(prost_types::FieldMask { paths: vec!["owner".into()] }),
            ..Default::default()
        };
        house.customers().await.update_customer(request).await.unwrap();
        house.follow("interaction", "customer").await;
        assert!(wangs.list_interactions(all.clone()).await.unwrap().into_inner().interactions.is_empty());
        let mut lis = house.interactions_of(&of_li).await;
        assert_eq!(lis.list_interactions(all).await.unwrap().into_inner().interactions.len(), 2);
        let named = wire::ListInteractionsRequest { customer: of_both.customer_id, ..Default::default() };
        let status = wangs.list_interactions(named).await.unwrap_err();
        assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
    }

    async fn what_happened_with_a_customer_is_listed_before_the_feed_tells_of_it(engine) {
        let house = HouseWithoutFeed::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let customer = house.customer_of(&wang).await;
        let mut client = house.interactions_of(&of_wang).await;
        let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
        let request =
            wire::ListInteractionsRequest { customer: customer.customer_number.clone(), ..Default::default() };
        assert_eq!(client.list_interactions(request).await.unwrap().into_inner().interactions, [logged]);
    }
}
