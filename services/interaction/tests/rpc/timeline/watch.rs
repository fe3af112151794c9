//! WatchTimeline.

use access::Role;
use contracts::feed::v1::ChangeKind;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::timeline_entry::Record;
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Streaming};

use crate::harness::{Bearer, Callers, House, create, phone_call, record, sale};

type Watched = Streaming<wire::WatchTimelineResponse>;

fn watch(customer: &str) -> wire::WatchTimelineRequest {
    wire::WatchTimelineRequest { customer: customer.into(), ..Default::default() }
}

/// A watch of a customer.
async fn watching(house: &House, bearer: &Bearer, request: wire::WatchTimelineRequest) -> Watched {
    house.timelines_of(bearer).await.watch_timeline(request).await.unwrap().into_inner()
}

/// The next change that a watch tells of: the record, what was done, and where to go on.
async fn next(watch: &mut Watched) -> (Record, ChangeKind, String) {
    loop {
        let message = watch.message().await.unwrap().unwrap();
        let change = message.change();
        if let Some(entry) = message.entry {
            return (entry.record.unwrap(), change, message.resume_token);
        }
    }
}

on_both_engines! {
    async fn i20_a_watch_goes_on_where_it_was_and_misses_nothing(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let other = house.given(house::company("乙", "13912345679")).await;
        let nobody = Bearer(None);
        let mut client = house.interactions().await;
        client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap();
        house.verify_journal_of("interaction").await;
        let mut told = watching(&house, &nobody, watch(&customer.customer_number)).await;
        let mut made = Vec::new();
        for _ in 0..5 {
            client.create_interaction(create(phone_call(&other.customer_id))).await.unwrap();
            let logged = client.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap().into_inner();
            made.push(Record::Interaction(logged));
        }
        let mut resume_token = String::new();
        for expected in &made {
            let (found, change, token) = next(&mut told).await;
            assert_eq!((&found, change), (expected, ChangeKind::Created));
            resume_token = token;
            // Each time it comes back, from where it was.
            let request = wire::WatchTimelineRequest { resume_token: resume_token.clone(), ..watch(&customer.customer_number) };
            told = watching(&house, &nobody, request).await;
        }
        let Some(Record::Interaction(last)) = made.pop() else { panic!() };
        let delete = wire::DeleteInteractionRequest {
            interaction_id: last.interaction_id,
            etag: last.etag,
            ..Default::default()
        };
        let deleted = client.delete_interaction(delete).await.unwrap().into_inner();
        let (found, change, _) = next(&mut told).await;
        assert_eq!((found, change), (Record::Interaction(deleted), ChangeKind::Deleted));
        let foreign = wire::WatchTimelineRequest { resume_token, ..watch(&other.customer_id) };
        let status = house.timelines_of(&nobody).await.watch_timeline(foreign).await.unwrap_err();
        assert_problem(&status, Code::InvalidArgument, "INVALID_RESUME_TOKEN");
    }

    async fn x1_a_watch_tells_of_what_the_caller_may_see_and_ends_with_that(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (li, _) = house.person("li", Role::Sales).await;
        let (_, of_zhao) = house.person("zhao", Role::Finance).await;
        let customer = house.customer_of(&wang).await;
        let id = customer.customer_id.as_str();
        let mut of_finance = watching(&house, &of_zhao, watch(id)).await;
        let mut of_sales = watching(&house, &of_wang, watch(id)).await;
        house.interactions().await.create_interaction(create(phone_call(id))).await.unwrap();
        house.transactions().await.create_transaction(record(sale(id))).await.unwrap();
        assert!(matches!(next(&mut of_finance).await.0, Record::Transaction(_)));
        assert!(matches!(next(&mut of_sales).await.0, Record::Interaction(_)));
        assert!(matches!(next(&mut of_sales).await.0, Record::Transaction(_)));

        let moved = contracts::customer::v1::Customer { owner: li.staff_id, ..house.read(id).await };
        let request = contracts::customer::v1::UpdateCustomerRequest {
            customer: Some(moved),
            update_mask: Some(prost_types::FieldMask { paths: vec!["owner".into()] }),
            ..Default::default()
        };
        house.customers().await.update_customer(request).await.unwrap();
        house.follow("interaction", "customer").await;
        house.interactions().await.create_interaction(create(phone_call(id))).await.unwrap();
        let ended = loop {
            match of_sales.message().await {
                Ok(message) => assert!(message.unwrap().entry.is_none(), "what is no longer its to see"),
                Err(status) => break status,
            }
        };
        assert_problem(&ended, Code::PermissionDenied, "PERMISSION_DENIED");
    }

    async fn a_place_that_a_restored_service_does_not_know_is_told(engine) {
        let house = House::new(engine).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        let mut told = watching(&house, &Bearer(None), watch(&customer.customer_id)).await;
        house.interactions().await.create_interaction(create(phone_call(&customer.customer_id))).await.unwrap();
        let (_, _, resume_token) = next(&mut told).await;
        drop(told);
        let (mut addresses, clock) = house.close().await;
        // The records are those of an older copy; the keys are as they were.
        addresses.guest[0].1 = testkit::fresh_url::<interaction::Migrator>(engine).await;
        let house = House::open(addresses, clock).await;
        let request = wire::WatchTimelineRequest { resume_token, ..watch(&customer.customer_id) };
        let mut told = watching(&house, &Bearer(None), request).await;
        let ended = told.message().await.unwrap_err();
        assert_problem(&ended, Code::OutOfRange, "WATCH_REWOUND");
    }
}
