//! ListTimeline.

use access::Role;
use contracts::interaction::v1 as wire;
use contracts::interaction::v1::timeline_entry::Record;
use prost_types::Timestamp;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Bearer, Callers, House, complaint, create, feedback, phone_call, record, sale, service_case};

/// What is on a timeline: I for an interaction, T for a transaction, F for feedback, C for a complaint, S for a service case, and when, in seconds after the clock of the tests.
fn told(listed: &wire::ListTimelineResponse) -> Vec<(char, i64)> {
    let seconds = |time: &Option<Timestamp>| time.unwrap().seconds - 1_716_170_400;
    let tell = |entry: &wire::TimelineEntry| match entry.record.as_ref().unwrap() {
        Record::Interaction(interaction) => ('I', seconds(&interaction.start_time)),
        Record::Transaction(transaction) => ('T', seconds(&transaction.transaction_time)),
        Record::Feedback(feedback) => ('F', seconds(&feedback.feedback_time)),
        Record::Complaint(complaint) => ('C', seconds(&complaint.complaint_time)),
        Record::ServiceCase(case) => ('S', seconds(&case.case_time)),
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

    async fn i16_what_a_customer_brought_stands_among_the_rest_and_service_sees_no_money(engine) {
        let house = House::new(engine).await;
        let (li, of_li) = house.person("li", Role::Service).await;
        let customer = house.given(house::company("甲", "13912345678")).await;
        house.let_in(&customer, &li).await;
        let at = |seconds: i64| Some(Timestamp { seconds: 1_716_170_400 + seconds, nanos: 0 });
        let id = customer.customer_id.as_str();
        let said = wire::Feedback { feedback_time: at(-1), ..feedback(id) };
        let request = wire::CreateFeedbackRequest { feedback: Some(said), ..Default::default() };
        house.feedback().await.create_feedback(request).await.unwrap();
        let sold = wire::Transaction { transaction_time: at(-2), ..sale(id) };
        house.transactions().await.create_transaction(record(sold)).await.unwrap();
        let complained = wire::Complaint { complaint_time: at(-3), ..complaint(id) };
        let request = wire::CreateComplaintRequest { complaint: Some(complained), ..Default::default() };
        house.complaints().await.create_complaint(request).await.unwrap();
        let asked = wire::ServiceCase { case_time: at(-4), ..service_case(id) };
        let request = wire::CreateServiceCaseRequest { service_case: Some(asked), ..Default::default() };
        house.service_cases().await.create_service_case(request).await.unwrap();
        let request = wire::ListTimelineRequest { customer: id.into(), ..Default::default() };
        let listed = house.timelines_of(&of_li).await.list_timeline(request.clone()).await.unwrap().into_inner();
        assert_eq!(told(&listed), [('F', -1), ('C', -3), ('S', -4)]);
        let kinds = vec![wire::TimelineKind::Complaint.into(), wire::TimelineKind::Transaction.into()];
        let some = wire::ListTimelineRequest { kinds, ..request };
        let listed = house.timelines_of(&Bearer(None)).await.list_timeline(some).await.unwrap().into_inner();
        assert_eq!(told(&listed), [('T', -2), ('C', -3)]);
    }
}
