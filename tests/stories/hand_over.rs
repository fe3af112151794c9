//! A seller leaves: the customers go to another, what was said with them too, and what is yet to be done; and all of it can be taken back.

use access::Role;
use contracts::analytics::v1 as analytics;
use contracts::analytics::v1::report_service_client::ReportServiceClient;
use contracts::customer::v1 as customers;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use contracts::customer::v1::revert_service_client::RevertServiceClient;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::complaint_service_client::ComplaintServiceClient;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::interaction::v1::service_case_service_client::ServiceCaseServiceClient;
use contracts::interaction::v1::timeline_service_client::TimelineServiceClient;
use contracts::interaction::v1::transfer_service_client::TransferServiceClient as CaseTransferClient;
use contracts::reminder::v1 as reminders;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use contracts::reminder::v1::transfer_service_client::TransferServiceClient as TaskTransferClient;
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

/// All messages of an answer.
async fn all<A>(mut answers: tonic::Streaming<A>) -> Vec<A> {
    let mut told = Vec::new();
    while let Some(answer) = answers.message().await.unwrap() {
        told.push(answer);
    }
    told
}

/// What somebody has yet to see to, as they see it themselves: open tasks, open complaints and service cases.
async fn open_of(book: &Book, staff: &customers::Staff, caller: &Caller) -> [usize; 3] {
    let mut tasks = TaskServiceClient::new(book.stub(Name::Reminder, caller).await);
    let state = reminders::TaskState::Open.into();
    let request = reminders::ListTasksRequest { assignee: staff.staff_id.clone(), state, ..Default::default() };
    let tasks = tasks.list_tasks(request).await.unwrap().into_inner().tasks.len();
    let filter = format!("assignee = \"{}\" AND handling_state = open", staff.staff_id);
    let mut complaints = ComplaintServiceClient::new(book.stub(Name::Interaction, caller).await);
    let request = interactions::ListComplaintsRequest { filter: filter.clone(), ..Default::default() };
    let complaints = complaints.list_complaints(request).await.unwrap().into_inner().complaints.len();
    let mut cases = ServiceCaseServiceClient::new(book.stub(Name::Interaction, caller).await);
    let request = interactions::ListServiceCasesRequest { filter, ..Default::default() };
    let cases = cases.list_service_cases(request).await.unwrap().into_inner().service_cases.len();
    [tasks, complaints, cases]
}

/// What a seller has to see to of a customer: three tasks, of which the last is done, a complaint, and two service cases, of which the last is
/// resolved.
async fn busy(
    book: &Book,
    staff: &customers::Staff,
    caller: &Caller,
    customer: &str,
) -> (Vec<reminders::Task>, Vec<interactions::ServiceCase>) {
    let mut tasks = TaskServiceClient::new(book.stub(Name::Reminder, caller).await);
    let mut made = Vec::new();
    for title in ["寄合同", "回访", "开票"] {
        let task = reminders::Task { title: title.into(), due: "2099-05-20T09:00".into(), ..Default::default() };
        let request = reminders::CreateTaskRequest { task: Some(task), ..Default::default() };
        made.push(tasks.create_task(request).await.unwrap().into_inner());
    }
    let request = reminders::CompleteTaskRequest { task_id: made[2].task_id.clone(), ..Default::default() };
    made[2] = tasks.complete_task(request).await.unwrap().into_inner();

    let (customer, assignee) = (customer.to_owned(), staff.staff_id.clone());
    let channel = interactions::Channel::Phone.into();
    let mut complaints = ComplaintServiceClient::new(book.stub(Name::Interaction, caller).await);
    let complaint = interactions::Complaint {
        customer: customer.clone(),
        channel,
        subject: "漏水".into(),
        assignee: assignee.clone(),
        ..Default::default()
    };
    let request = interactions::CreateComplaintRequest { complaint: Some(complaint), ..Default::default() };
    complaints.create_complaint(request).await.unwrap();
    let mut cases = ServiceCaseServiceClient::new(book.stub(Name::Interaction, caller).await);
    let mut opened = Vec::new();
    for question in ["滤芯怎么换", "怎么保养"] {
        let (customer, assignee) = (customer.clone(), assignee.clone());
        let case =
            interactions::ServiceCase { customer, channel, question: question.into(), assignee, ..Default::default() };
        let request = interactions::CreateServiceCaseRequest { service_case: Some(case), ..Default::default() };
        opened.push(cases.create_service_case(request).await.unwrap().into_inner());
    }
    let request = interactions::ChangeServiceCaseStateRequest {
        service_case_id: opened[1].service_case_id.clone(),
        handling_state: interactions::HandlingState::Resolved.into(),
        solution: "换新".into(),
        ..Default::default()
    };
    opened[1] = cases.change_service_case_state(request).await.unwrap().into_inner();
    (made, opened)
}

#[test]
fn a_service_that_is_away_is_named_with_the_command_that_goes_on_and_that_does() {
    if testkit::is_skipped() {
        return;
    }
    testkit::run(async {
        let book = Book::of_four_processes().await;
        let (leaver, leaves) = book.seller("leaver").await;
        let (successor, succeeds) = book.seller("successor").await;
        let customer = customers::Customer { registered_name: "公司".into(), ..Default::default() };
        let customer = book.wins(&leaves, customer).await.customer_id;
        busy(&book, &leaver, &leaves, &customer).await;
        let Book::Four { ground, .. } = &book else { unreachable!() };
        // Each of the processes serves one of the parts alone: to the command, the others are away.
        let said = |name, arguments: &[&str]| {
            let output = ground.dossier(name, arguments);
            (output.status.success(), String::from_utf8(output.stderr).unwrap().trim().to_owned())
        };
        let (is_whole, told) = said(Name::Customer, &["transfer", &leaver.staff_id, &successor.staff_id]);
        assert!(!is_whole && told.contains("handed over: 1 customer; not: nothing"), "{told}");
        let (told, command) = told.rsplit_once("; go on with: dossier ").unwrap();
        assert!(
            told.ends_with("done: customers; not done: tasks and reminders, complaints and service cases"),
            "{told}"
        );
        let command: Vec<_> = command.split(' ').collect();
        for (name, counted) in [(Name::Reminder, "2 tasks"), (Name::Interaction, "1 complaint, 1 service case")] {
            let (is_whole, told) = said(name, &command);
            assert!(!is_whole && told.contains(&format!("handed over: {counted}; not: nothing")), "{told}");
            assert!(told.ends_with(&command.join(" ")), "{told}");
        }
        until(async || (open_of(&book, &successor, &succeeds).await == [2, 1, 1]).then_some(())).await;
        // All of it is one: each of the services gives back its part under the same id.
        let cause = command.last().unwrap();
        for name in [Name::Customer, Name::Reminder, Name::Interaction] {
            let (is_whole, told) = said(name, &["undo", cause]);
            assert_eq!(is_whole, name == Name::Customer, "{told}");
        }
        until(async || (open_of(&book, &leaver, &leaves).await == [2, 1, 1]).then_some(())).await;
    });
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

    async fn what_a_leaver_has_yet_to_see_to_goes_to_another_and_comes_back_but_for_what_was_done_since(book) {
        let (leaver, leaves) = book.seller("leaver").await;
        let (successor, succeeds) = book.seller("successor").await;
        let desk = book.administrator();
        let customer = customers::Customer { registered_name: "公司".into(), ..Default::default() };
        let customer = book.wins(&leaves, customer).await.customer_id;
        let (tasks, cases) = busy(&book, &leaver, &leaves, &customer).await;
        until(async || (open_of(&book, &leaver, &leaves).await == [2, 1, 1]).then_some(())).await;

        // Nobody hands over but who may: neither who leaves nor who would get it.
        let request = reminders::TransferTasksRequest {
            from_staff_id: leaver.staff_id.clone(),
            to_staff_id: successor.staff_id.clone(),
            ..Default::default()
        };
        let of_cases = interactions::TransferCasesRequest {
            from_staff_id: leaver.staff_id.clone(),
            to_staff_id: successor.staff_id.clone(),
            ..Default::default()
        };
        for caller in [&leaves, &succeeds, &book.caller("finance", Role::Finance)] {
            let mut client = TaskTransferClient::new(book.stub(Name::Reminder, caller).await);
            let refused = client.transfer_tasks(request.clone()).await.unwrap_err();
            assert_eq!(refused.code(), Code::PermissionDenied);
            let mut client = CaseTransferClient::new(book.stub(Name::Interaction, caller).await);
            let refused = client.transfer_cases(of_cases.clone()).await.unwrap_err();
            assert_eq!(refused.code(), Code::PermissionDenied);
        }

        // All of it under one cause.
        let mut ownership = OwnershipServiceClient::new(book.stub(Name::Customer, &desk).await);
        let of_customers = customers::TransferOwnershipRequest {
            from_staff_id: leaver.staff_id.clone(),
            to_staff_id: successor.staff_id.clone(),
            ..Default::default()
        };
        let told = all(ownership.transfer_ownership(of_customers).await.unwrap().into_inner()).await;
        let cause = told[0].transfer_id.clone();
        let mut task_transfers = TaskTransferClient::new(book.stub(Name::Reminder, &desk).await);
        let request = reminders::TransferTasksRequest { transfer_id: cause.clone(), ..request };
        let told = all(task_transfers.transfer_tasks(request).await.unwrap().into_inner()).await;
        assert_eq!((told[0].transfer_id.as_str(), told[0].record_count), (cause.as_str(), 2));
        let mut case_transfers = CaseTransferClient::new(book.stub(Name::Interaction, &desk).await);
        let of_cases = interactions::TransferCasesRequest { transfer_id: cause.clone(), ..of_cases };
        let told = all(case_transfers.transfer_cases(of_cases).await.unwrap().into_inner()).await;
        assert_eq!((told[0].transfer_id.as_str(), told[0].record_count), (cause.as_str(), 2));
        assert!(told.iter().flat_map(|answer| &answer.outcomes).all(|outcome| outcome.error.is_none()), "{told:?}");
        until(async || (open_of(&book, &successor, &succeeds).await == [2, 1, 1]).then_some(())).await;
        let mut of_desk = TaskServiceClient::new(book.stub(Name::Reminder, &desk).await);
        let read = reminders::GetTaskRequest { task_id: tasks[2].task_id.clone() };
        assert_eq!(of_desk.get_task(read).await.unwrap().into_inner(), tasks[2], "what is done stays the leaver's");
        let mut of_all = ServiceCaseServiceClient::new(book.stub(Name::Interaction, &desk).await);
        let read = interactions::GetServiceCaseRequest { service_case_id: cases[1].service_case_id.clone(), as_of: None };
        assert_eq!(of_all.get_service_case(read).await.unwrap().into_inner(), cases[1]);

        // The successor does one of the tasks; then all is taken back.
        let mut hers = TaskServiceClient::new(book.stub(Name::Reminder, &succeeds).await);
        let request = reminders::CompleteTaskRequest { task_id: tasks[0].task_id.clone(), outcome: "已寄".into(), ..Default::default() };
        let done = hers.complete_task(request).await.unwrap().into_inner();
        let mut reverts = RevertServiceClient::new(book.stub(Name::Customer, &desk).await);
        let request = customers::RevertCauseRequest { cause: cause.clone(), ..Default::default() };
        let revert_id = all(reverts.revert_cause(request).await.unwrap().into_inner()).await[0].revert_id.clone();
        let request = reminders::RevertTransferRequest { transfer_id: cause.clone(), revert_id: revert_id.clone(), ..Default::default() };
        let told = all(task_transfers.revert_transfer(request).await.unwrap().into_inner()).await;
        let mut came: Vec<_> = told.iter().flat_map(|answer| &answer.outcomes).map(|outcome| outcome.action()).collect();
        came.sort_unstable();
        assert_eq!(came, [reminders::RevertAction::Reverted, reminders::RevertAction::Refused]);
        let request = interactions::RevertTransferRequest { transfer_id: cause, revert_id, ..Default::default() };
        let told = all(case_transfers.revert_transfer(request).await.unwrap().into_inner()).await;
        let is_back = |outcome: &interactions::RevertOutcome| outcome.action() == interactions::RevertAction::Reverted;
        assert!(told.iter().flat_map(|answer| &answer.outcomes).all(is_back), "{told:?}");
        until(async || (open_of(&book, &leaver, &leaves).await == [1, 1, 1]).then_some(())).await;
        let read = reminders::GetTaskRequest { task_id: done.task_id.clone() };
        assert_eq!(of_desk.get_task(read).await.unwrap().into_inner(), done, "what the successor did stands");
        until(async || (open_of(&book, &successor, &succeeds).await == [0, 0, 0]).then_some(())).await;
    }
}
