//! RevertTransfer.

use std::collections::BTreeMap;
use std::time::Duration;

use access::Role;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::reminder::v1::revert_outcome::Record;
use contracts::reminder::v1::{
    CompleteTaskRequest, DelegateTaskRequest, DeleteDormancyRuleRequest, DeleteReminderRequest, DormancyRule,
    ErrorReason, GetDormancyRuleRequest, Reminder, RevertAction, RevertTransferRequest, RevertTransferResponse, Task,
    UpdateDormancyRuleRequest, UpdateTaskRequest,
};
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Status};

use super::{given, held, read, run, transfer, uuid};
use crate::harness::{Bearer, Callers, House, at, by_rule, create_reminder, days, dormancy_rule, fields};

/// What became of records, by id.
type Actions = BTreeMap<String, RevertAction>;

async fn take_back(house: &House, request: RevertTransferRequest) -> Result<(String, i64, Actions), Status> {
    let mut answers = house.transfers().await.revert_transfer(request).await?.into_inner();
    let RevertTransferResponse { revert_id, record_count, .. } = answers.message().await?.unwrap();
    let mut actions = BTreeMap::new();
    while let Some(answer) = answers.message().await? {
        for outcome in answer.outcomes {
            assert_eq!(outcome.error.is_some(), outcome.action() == RevertAction::Refused);
            if let Some(error) = &outcome.error {
                assert_eq!(error.code, i32::from(Code::FailedPrecondition));
            }
            let action = outcome.action();
            let (Record::TaskId(id) | Record::ReminderId(id) | Record::DormancyRuleId(id)) = outcome.record.unwrap();
            assert_eq!(actions.insert(id, action), None);
        }
    }
    Ok((revert_id, record_count, actions))
}

fn of(cause: &str) -> RevertTransferRequest {
    RevertTransferRequest { transfer_id: cause.into(), ..Default::default() }
}

/// A rule as it is now.
async fn rule(house: &House, rule: &DormancyRule) -> DormancyRule {
    let request = GetDormancyRuleRequest { dormancy_rule_id: rule.dormancy_rule_id.clone() };
    house.dormancy().await.get_dormancy_rule(request).await.unwrap().into_inner()
}

on_both_engines! {
    async fn r5_dormancy_rules_name_the_successor_until_they_are_given_back(engine) {
        let house = House::new(engine).await;
        let (li, chen, wang) = (house.employ("li").await, house.employ("chen").await, house.employ("wang").await);
        let named = |assignee: &str, fallback: &str| DormancyRule {
            assignee: assignee.into(),
            fallback: fallback.into(),
            ..dormancy_rule("", days(90))
        };
        let (li_id, chen_id, wang_id) = (&li.staff_id, &chen.staff_id, &wang.staff_id);
        let of_li = house.dormancy_rule(named(li_id, "")).await;
        let without_owner = house.dormancy_rule(named("", li_id)).await;
        let edited = house.dormancy_rule(named(li_id, wang_id)).await;
        let deleted = house.dormancy_rule(named(li_id, "")).await;
        let gone = house.dormancy_rule(named(li_id, "")).await;
        // Whom it names beside is never asked.
        let of_wang = house.dormancy_rule(named(wang_id, li_id)).await;
        let delete = |rule: &DormancyRule| {
            let request = DeleteDormancyRuleRequest { dormancy_rule_id: rule.dormancy_rule_id.clone(), ..Default::default() };
            async { house.dormancy().await.delete_dormancy_rule(request).await.unwrap() }
        };
        delete(&deleted).await;

        let (cause, count, told) = run(&house, transfer(&li, &chen)).await.unwrap();
        let handed = [&of_li, &without_owner, &edited, &gone].map(|rule| rule.dormancy_rule_id.clone());
        assert_eq!((count, told), (4, handed.clone().into()));
        let seen = [rule(&house, &of_li).await, rule(&house, &without_owner).await, rule(&house, &edited).await];
        let whom = seen.each_ref().map(|rule| [rule.assignee.as_str(), rule.fallback.as_str()]);
        assert_eq!(whom, [[chen_id, ""], ["", chen_id], [chen_id, wang_id]]);
        assert_eq!(rule(&house, &of_wang).await, of_wang);

        let dormancy_rule = Some(DormancyRule { assignee: wang_id.clone(), ..seen[2].clone() });
        let update_mask = Some(FieldMask { paths: vec!["assignee".into()] });
        let update = UpdateDormancyRuleRequest { dormancy_rule, update_mask, ..Default::default() };
        house.dormancy().await.update_dormancy_rule(update).await.unwrap();
        delete(&gone).await;
        let actions = [RevertAction::Reverted, RevertAction::Reverted, RevertAction::Kept, RevertAction::Refused];
        let (_, count, done) = take_back(&house, of(&cause)).await.unwrap();
        assert_eq!((count, done), (4, handed.into_iter().zip(actions).collect()));
        let seen = [rule(&house, &of_li).await, rule(&house, &without_owner).await, rule(&house, &edited).await];
        let whom = seen.each_ref().map(|rule| [rule.assignee.as_str(), rule.fallback.as_str()]);
        assert_eq!(whom, [[li_id, ""], ["", li_id], [wang_id, wang_id]]);
        assert!(house.verify_journal_of("reminder").await.faults.is_empty());
    }

    async fn r3_what_is_still_the_successors_goes_back_and_what_was_changed_since_is_told(engine) {
        let house = House::new(engine).await;
        let (li, chen, wang) = (house.employ("li").await, house.employ("chen").await, house.employ("wang").await);
        let of_li = given(&house, &li, 230).await;
        let of_chen = given(&house, &chen, 1).await;
        let daily = |title| Reminder { assignee: li.staff_id.clone(), ..by_rule(title, "FREQ=DAILY") };
        let mut reminders = Vec::new();
        for title in ["日报", "周报"] {
            let request = create_reminder(daily(title));
            reminders.push(house.reminders().await.create_reminder(request).await.unwrap().into_inner());
        }
        let (cause, ..) = run(&house, transfer(&li, &chen)).await.unwrap();

        let mut tasks = house.tasks().await;
        let [delegated, closed, moved] = [0, 1, 2].map(|index| of_li[index].task_id.clone());
        let request = DelegateTaskRequest { task_id: delegated.clone(), assignee: wang.staff_id.clone(), ..Default::default() };
        let delegated_now = tasks.delegate_task(request).await.unwrap().into_inner();
        let request = CompleteTaskRequest { task_id: closed.clone(), ..Default::default() };
        let closed_now = tasks.complete_task(request).await.unwrap().into_inner();
        let due = Task { due: "2024-07-01T09:00".into(), ..read(&house, &moved).await };
        let update_mask = Some(FieldMask { paths: vec!["due".into()] });
        tasks.update_task(UpdateTaskRequest { task: Some(due), update_mask, ..Default::default() }).await.unwrap();
        let gone = &reminders[1].reminder_id;
        let request = DeleteReminderRequest { reminder_id: gone.clone(), ..Default::default() };
        house.reminders().await.delete_reminder(request).await.unwrap();

        let mut expected: Actions = of_li.iter().map(|task| (task.task_id.clone(), RevertAction::Reverted)).collect();
        expected.extend(reminders.iter().map(|reminder| (reminder.reminder_id.clone(), RevertAction::Reverted)));
        expected.insert(delegated.clone(), RevertAction::Kept);
        expected.insert(closed.clone(), RevertAction::Refused);
        expected.insert(gone.clone(), RevertAction::Refused);
        let preview = RevertTransferRequest { validate_only: true, ..of(&cause) };
        let (_, count, told) = take_back(&house, preview).await.unwrap();
        assert_eq!((count, &told), (232, &expected));
        assert_eq!(held(&house, &li).await, 0, "nothing was changed");
        let (revert_id, count, told) = take_back(&house, of(&cause)).await.unwrap();
        assert_eq!((count, &told), (232, &expected));
        assert_eq!((held(&house, &li).await, held(&house, &chen).await), (228, 1));
        assert_eq!((read(&house, &delegated).await, read(&house, &closed).await), (delegated_now, closed_now));
        let back = read(&house, &moved).await;
        assert_eq!((back.assignee.as_str(), back.due.as_str()), (li.staff_id.as_str(), "2024-07-01T09:00:00"));
        assert_eq!(read(&house, &of_chen[0].task_id).await, of_chen[0]);

        // Asked again there is nothing left of it.
        let (.., again) = take_back(&house, of(&cause)).await.unwrap();
        assert!(again.values().all(|action| *action != RevertAction::Reverted), "{again:?}");
        // Taking it back is taken back in the same way.
        let (.., forth) = take_back(&house, of(&revert_id)).await.unwrap();
        assert!(forth.len() == 229 && forth.values().all(|action| *action == RevertAction::Reverted), "{forth:?}");
        assert_eq!((held(&house, &li).await, held(&house, &chen).await), (0, 229));
        assert!(house.verify_journal_of("reminder").await.faults.is_empty());
    }

    async fn r3_what_is_taken_back_in_several_services_is_one_cause(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        given(&house, &li, 2).await;
        let (cause, ..) = run(&house, transfer(&li, &chen)).await.unwrap();
        let named = RevertTransferRequest { revert_id: uuid(5), ..of(&cause) };
        assert_eq!(take_back(&house, named.clone()).await.unwrap().0, uuid(5));
        let (.., forth) = take_back(&house, of(&uuid(5))).await.unwrap();
        assert_eq!((forth.len(), held(&house, &chen).await), (2, 2));
        // Neither is a transfer written under what takes one back, nor the other way round.
        let wrong = RevertTransferRequest { revert_id: cause.clone(), ..of(&cause) };
        assert_eq!(fields(&take_back(&house, wrong).await.unwrap_err()), ["revert_id"]);
        let wrong = contracts::reminder::v1::TransferTasksRequest { transfer_id: uuid(5), ..transfer(&li, &chen) };
        assert_eq!(fields(&run(&house, wrong).await.unwrap_err()), ["transfer_id"]);
    }

    async fn r3_who_may_not_transfer_gives_nothing_back_and_what_is_no_transfer_is_not_found(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let of_li = given(&house, &li, 1).await;
        let (cause, ..) = run(&house, transfer(&li, &chen)).await.unwrap();
        for role in [Role::Sales, Role::Service, Role::Finance] {
            let mut of_role = house.transfers_of(&house.token("default", "chen", role)).await;
            let refused = of_role.revert_transfer(of(&cause)).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let elsewhere = house.token("elsewhere", "li", Role::Administrator);
        let refused = house.transfers_of(&elsewhere).await.revert_transfer(of(&cause)).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let refused = take_back(&house, of(&uuid(9))).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        assert_eq!(read(&house, &of_li[0].task_id).await.assignee, chen.staff_id);

        // The tasks of next steps are written under the interaction's id.
        let customer = house.customer_of(&li).await.customer_id;
        let interaction = interactions::Interaction {
            customer,
            channel: interactions::Channel::Phone.into(),
            direction: interactions::Direction::Outbound.into(),
            key_points: "聊了近况".into(),
            next_step: "寄报价".into(),
            next_step_time: Some(at("2024-06-21T01:00:00Z")),
            ..interactions::Interaction::default()
        };
        let request = interactions::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() };
        let mut client = InteractionServiceClient::new(house.stub(Bearer(None)).await);
        let logged = client.create_interaction(request).await.unwrap().into_inner();
        while house.number_of("reminder", "SELECT COUNT(*) FROM task").await < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let refused = take_back(&house, of(&logged.interaction_id)).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
    }
}
