//! A seller leaves: the customers go to another, what was said with them too, and all of it can be taken back.

use contracts::analytics::v1 as analytics;
use contracts::analytics::v1::report_service_client::ReportServiceClient;
use contracts::customer::v1 as customers;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use contracts::customer::v1::revert_service_client::RevertServiceClient;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::interaction::v1::timeline_service_client::TimelineServiceClient;
use tonic::Code;

use super::book::{Book, until};
use crate::caller::Caller;
use crate::services::Name;
use crate::told_in_one_process_and_in_four;

/// Customers of the leaver.
const CUSTOMERS: usize = 3;

/// How many customers the reports count for each of two owners.
async fn owned(book: &Book, owners: [&str; 2]) -> [Option<f64>; 2] {
    let mut client = ReportServiceClient::new(book.stub(Name::Analytics, &book.administrator()).await);
    let query = analytics::ReportQuery {
        measures: vec![analytics::Measure::Customers.into()],
        dimensions: vec![analytics::Dimension::Owner.into()],
        ..analytics::ReportQuery::default()
    };
    let request = analytics::RunReportRequest { query: Some(query), ..Default::default() };
    let rows = client.run_report(request).await.unwrap().into_inner().rows;
    owners.map(|owner| rows.iter().find(|row| row.values == [owner]).and_then(|row| row.figures[0].value))
}

/// Waits until a caller sees what was said with a customer, or sees it no more.
async fn sees(book: &Book, caller: &Caller, customer: &str, expected: bool) {
    let client = TimelineServiceClient::new(book.stub(Name::Interaction, caller).await);
    until(async || {
        let request = interactions::ListTimelineRequest { customer: customer.into(), ..Default::default() };
        let seen = match client.clone().list_timeline(request).await {
            Ok(timeline) => !timeline.into_inner().entries.is_empty(),
            Err(status) => {
                assert!(matches!(status.code(), Code::NotFound | Code::PermissionDenied), "{status:?}");
                false
            }
        };
        (seen == expected).then_some(())
    })
    .await;
}

told_in_one_process_and_in_four! {
    async fn the_customers_of_a_leaver_go_to_another_with_all_that_was_said_and_come_back(book) {
        let (leaver, leaves) = book.seller("leaver").await;
        let (successor, succeeds) = book.seller("successor").await;
        let mut left = Vec::new();
        for number in 0..CUSTOMERS {
            let customer = customers::Customer { registered_name: format!("公司 {number}"), ..Default::default() };
            let customer = book.wins(&leaves, customer).await;
            let interaction = interactions::Interaction {
                customer: customer.customer_id.clone(),
                channel: interactions::Channel::Visit.into(),
                key_points: "谈了续约".into(),
                ..Default::default()
            };
            let request = interactions::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() };
            let mut client = InteractionServiceClient::new(book.stub(Name::Interaction, &leaves).await);
            client.create_interaction(request).await.unwrap();
            left.push(customer.customer_id);
        }
        let owners = [leaver.staff_id.as_str(), successor.staff_id.as_str()];
        until(async || (owned(&book, owners).await == [Some(3.0), None]).then_some(())).await;

        let mut desk = OwnershipServiceClient::new(book.stub(Name::Customer, &book.administrator()).await);
        let request = customers::TransferOwnershipRequest {
            from_staff_id: leaver.staff_id.clone(),
            to_staff_id: successor.staff_id.clone(),
            ..Default::default()
        };
        let mut answers = desk.transfer_ownership(request).await.unwrap().into_inner();
        let first = answers.message().await.unwrap().unwrap();
        let (cause, mut outcomes) = (first.transfer_id, first.outcomes);
        while let Some(answer) = answers.message().await.unwrap() {
            outcomes.extend(answer.outcomes);
        }
        assert_eq!(first.customer_count, 3);
        assert!(outcomes.iter().all(|outcome| outcome.error.is_none()), "{outcomes:?}");
        for customer in &left {
            sees(&book, &succeeds, customer, true).await;
            sees(&book, &leaves, customer, false).await;
        }
        until(async || (owned(&book, owners).await == [None, Some(3.0)]).then_some(())).await;

        let mut desk = RevertServiceClient::new(book.stub(Name::Customer, &book.administrator()).await);
        let request = customers::RevertCauseRequest { cause, ..Default::default() };
        let mut answers = desk.revert_cause(request).await.unwrap().into_inner();
        while let Some(answer) = answers.message().await.unwrap() {
            assert!(answer.outcomes.iter().all(|outcome| outcome.error.is_none()), "{answer:?}");
        }
        for customer in &left {
            sees(&book, &leaves, customer, true).await;
            sees(&book, &succeeds, customer, false).await;
        }
        until(async || (owned(&book, owners).await == [Some(3.0), None]).then_some(())).await;
    }
}
