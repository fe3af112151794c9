//! ListTimeline.

use access::Role;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::timeline_entry::Record;
use prost_types::Timestamp;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, create, phone_call, record, sale};

/// What is on a timeline: I for an interaction, T for a transaction, and when, in seconds after the clock of the tests.
fn told(listed: &wire::ListTimelineResponse) -> Vec<(char, i64)> {
    let seconds = |time: &Option<Timestamp>| time.unwrap().seconds - 1_716_170_400;
    let tell = |entry: &wire::TimelineEntry| match entry.record.as_ref().unwrap() {
        Record::Interaction(interaction) => ('I', seconds(&interaction.start_time)),
        Record::Transaction(transaction) => ('T', seconds(&transaction.transaction_time)),
    };
    listed.entries.iter().map(tell).collect()
}

on_both_engines! {
    async fn i16_all_that_happened_stands_in_one_order_and_each_role_sees_its_part(engine) {
        let house = House::new(engine).await;
        let (wang, of_wang) = house.person("wang", Role::Sales).await;
        let (_, of_zhao) = house.person("zhao", Role::Finance).await;
        let (_, of_li) = house.person("li", Role::Sales).await;
        let customer = house.customer_of(&wang).await;
        let at = |seconds: i64| Some(Timestamp { seconds: 1_716_170_400 + seconds, nanos: 0 });
        let (mut interactions, mut transactions) =
            (house.interactions_of(&of_wang).await, house.transactions_of(&of_wang).await);
        for seconds in [-1, -3] {
            let interaction = wire::Interaction { start_time: at(seconds), ..phone_call(&customer.customer_id) };
            interactions.create_interaction(create(interaction)).await.unwrap();
            let transaction = wire::Transaction { transaction_time: at(seconds - 1), ..sale(&customer.customer_id) };
            transactions.create_transaction(record(transaction)).await.unwrap();
        }
        let request = wire::ListTimelineRequest {
            customer: customer.customer_number.clone(),
            page_size: 3,
            ..Default::default()
        };
        let mut timeline = house.timelines_of(&of_wang).await;
        let first = timeline.list_timeline(request.clone()).await.unwrap().into_inner();
        assert_eq!(told(&first), [('I', -1), ('T', -2), ('I', -3)]);
        let next = wire::ListTimelineRequest { page_token: first.next_page_token, ..request.clone() };
        let second = timeline.list_timeline(next).await.unwrap().into_inner();
        assert_eq!((told(&second), second.next_page_token.as_str()), (vec![('T', -4)], ""));
        let only = wire::ListTimelineRequest { kinds: vec![wire::TimelineKind::Interaction.into()], ..request.clone() };
        assert_eq!(told(&timeline.list_timeline(only.clone()).await.unwrap().into_inner()), [('I', -1), ('I', -3)]);

        let mut of_finance = house.timelines_of(&of_zhao).await;
        assert_eq!(told(&of_finance.list_timeline(request.clone()).await.unwrap().into_inner()), [('T', -2), ('T', -4)]);
        let status = of_finance.list_timeline(only).await.unwrap_err();
        assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
        let status = house.timelines_of(&of_li).await.list_timeline(request).await.unwrap_err();
        assert_problem(&status, Code::PermissionDenied, "PERMISSION_DENIED");
    }
}
