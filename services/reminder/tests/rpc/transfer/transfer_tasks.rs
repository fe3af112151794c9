//! TransferTasks.

use std::collections::BTreeSet;

use access::Role;
use contracts::customer::v1 as customers;
use contracts::reminder::v1::{
    CompleteTaskRequest, ErrorReason, GetReminderRequest, Reminder, SnoozeTaskRequest, Task, TaskState,
    TransferTasksRequest,
};
use futures::future::join_all;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{causes, given, held, ids, read, run, transfer, uuid};
use crate::harness::{Bearer, Callers, DAY, House, HouseWithoutAnswers, at, by_rule, create_reminder, fields};

/// The member of staff leaves.
async fn leave(house: &House, staff: &customers::Staff) {
    let staff = customers::Staff { inactive: true, ..staff.clone() };
    let request = customers::UpdateStaffRequest { staff: Some(staff), ..Default::default() };
    house.staff().await.update_staff(request).await.unwrap();
}

/// A reminder of somebody, each day.
async fn daily(house: &House, assignee: &customers::Staff) -> Reminder {
    let reminder = Reminder { assignee: assignee.staff_id.clone(), ..by_rule("日报", "FREQ=DAILY") };
    house.reminders().await.create_reminder(create_reminder(reminder)).await.unwrap().into_inner()
}

on_both_engines! {
    async fn r3_all_that_a_leaver_has_yet_to_do_becomes_anothers_under_one_cause(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        // More than are worked on at a time.
        let of_li = given(&house, &li, 230).await;
        let others = given(&house, &chen, 2).await;
        let done = CompleteTaskRequest { task_id: of_li[3].task_id.clone(), ..Default::default() };
        let done = house.tasks().await.complete_task(done).await.unwrap().into_inner();
        let reminder = daily(&house, &li).await;
        leave(&house, &li).await;

        let mut expected = ids(of_li.iter().filter(|task| task.task_id != done.task_id));
        expected.insert(reminder.reminder_id.clone());
        let cause = uuid(7);
        let asked = TransferTasksRequest { transfer_id: cause.clone(), ..transfer(&li, &chen) };
        let preview = TransferTasksRequest { validate_only: true, ..asked.clone() };
        assert_eq!(run(&house, preview).await.unwrap(), (cause.clone(), 230, expected.clone()));
        assert_eq!((held(&house, &li).await, causes(&house, "transfer").await), (229, 0), "nothing was changed");
        assert_eq!(run(&house, asked).await.unwrap(), (cause, 230, expected));
        assert_eq!((held(&house, &li).await, held(&house, &chen).await), (0, 231));
        assert_eq!(causes(&house, "transfer").await, 1);
        assert_eq!(read(&house, &done.task_id).await, done, "what is done stays the leaver's");
        let Task { assignee, watchers, due, remind_time, title, revision, .. } = read(&house, &of_li[0].task_id).await;
        assert_eq!((assignee.as_str(), watchers.len(), revision), (chen.staff_id.as_str(), 0, 2));
        assert_eq!((&due, remind_time, &title), (&of_li[0].due, of_li[0].remind_time, &of_li[0].title));
        assert_eq!(read(&house, &others[0].task_id).await, others[0]);

        house.clock.advance(DAY);
        let made = house.made(&reminder.reminder_id, 1).await;
        assert_eq!(made[0].assignee, chen.staff_id, "what the reminder makes from then on is the successor's");
        assert!(house.verify_journal_of("reminder").await.faults.is_empty());
    }

    async fn r3_a_reminder_of_a_customers_day_follows_the_owner_alone(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let day = customers::ImportantDate {
            kind: customers::ImportantDateKind::ContractRenewal.into(),
            day: Some(customers::important_date::Day::Solar(contracts::google::r#type::Date { year: 0, month: 7, day: 31 })),
            ..Default::default()
        };
        let company = house::company("杭州云帆有限公司", "13912345678");
        let company = customers::Customer { owner: li.staff_id.clone(), important_dates: vec![day], ..company };
        house.given(company).await;
        while house.number_of("reminder", "SELECT COUNT(*) FROM reminder").await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(run(&house, transfer(&li, &chen)).await.unwrap().1, 0);
    }

    async fn r3_a_transfer_that_is_asked_again_goes_on_with_what_is_left_under_the_same_cause(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let first = given(&house, &li, 3).await;
        let asked = TransferTasksRequest { request_id: uuid(1), ..transfer(&li, &chen) };
        let (cause, _, told) = run(&house, asked.clone()).await.unwrap();
        assert_eq!(told, ids(&first));
        let second = given(&house, &li, 2).await;
        assert_eq!(run(&house, asked.clone()).await.unwrap(), (cause.clone(), 2, ids(&second)));
        assert_eq!(run(&house, asked.clone()).await.unwrap(), (cause.clone(), 0, BTreeSet::new()));
        let third = given(&house, &li, 1).await;
        let named = TransferTasksRequest { transfer_id: cause.clone(), ..transfer(&li, &chen) };
        assert_eq!(run(&house, named).await.unwrap(), (cause, 1, ids(&third)));
        assert_eq!(causes(&house, "transfer").await, 1);
        let other = TransferTasksRequest { to_staff_id: house.employ("wang").await.staff_id, ..asked };
        let refused = run(&house, other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::RequestIdReused.as_str_name());
    }

    async fn r3_two_calls_with_one_request_id_make_one_cause(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let of_li = given(&house, &li, 40).await;
        let asked = TransferTasksRequest { request_id: uuid(1), ..transfer(&li, &chen) };
        let (one, other) = tokio::join!(run(&house, asked.clone()), run(&house, asked));
        let (one, other) = (one.unwrap().2, other.unwrap().2);
        assert_eq!(&one | &other, ids(&of_li));
        assert!(one.is_disjoint(&other), "each is handed over once");
        assert_eq!(causes(&house, "transfer").await, 1);
    }

    async fn r3_what_is_changed_meanwhile_is_tried_again_and_no_change_is_lost(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let of_li = given(&house, &li, 60).await;
        let until_time = Some(at("2024-06-01T00:00:00Z"));
        let client = house.tasks().await;
        let snoozed = join_all(of_li.iter().map(|task| {
            let request = SnoozeTaskRequest { task_id: task.task_id.clone(), until_time, ..Default::default() };
            let mut client = client.clone();
            async move { client.snooze_task(request).await.is_ok() }
        }));
        let (snoozed, told) = tokio::join!(snoozed, run(&house, transfer(&li, &chen)));
        assert_eq!((told.unwrap().2, held(&house, &chen).await), (ids(&of_li), 60));
        for (task, snoozed) in of_li.iter().zip(snoozed) {
            let now = read(&house, &task.task_id).await;
            assert_eq!(now.remind_time == until_time, snoozed, "what was answered stands");
        }
    }

    async fn r3_who_may_not_transfer_is_refused_and_what_cannot_be_is_told_by_field(engine) {
        let house = House::new(engine).await;
        let (li, chen, wang) = (house.employ("li").await, house.employ("chen").await, house.employ("wang").await);
        let of_li = given(&house, &li, 1).await;
        leave(&house, &wang).await;
        for role in [Role::Sales, Role::Service, Role::Finance] {
            let mut of_role = house.transfers_of(&house.token("default", "li", role)).await;
            let refused = of_role.transfer_tasks(transfer(&li, &chen)).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
        let nobody = customers::Staff { staff_id: uuid(9), ..Default::default() };
        let asked = TransferTasksRequest { request_id: uuid(1), ..transfer(&li, &chen) };
        for (wrong, field) in [
            (transfer(&nobody, &chen), "from_staff_id"),
            (transfer(&li, &nobody), "to_staff_id"),
            (transfer(&li, &wang), "to_staff_id"),
            (transfer(&li, &li), "to_staff_id"),
            (TransferTasksRequest { transfer_id: "T1".into(), ..asked }, "transfer_id"),
        ] {
            assert_eq!(fields(&run(&house, wrong).await.unwrap_err()), [field]);
        }
        assert_eq!(read(&house, &of_li[0].task_id).await, of_li[0]);
        let elsewhere = house.token("elsewhere", "li", Role::Administrator);
        let refused = house.transfers_of(&elsewhere).await.transfer_tasks(transfer(&li, &chen)).await.unwrap_err();
        assert_eq!(fields(&refused), ["from_staff_id", "to_staff_id"], "another tenant's staff is nobody");
    }

    async fn a_customer_service_that_is_away_is_told_apart_from_a_refusal(engine) {
        let house = HouseWithoutAnswers::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let refused = house.transfers().await.transfer_tasks(transfer(&li, &chen)).await.unwrap_err();
        assert_problem(&refused, Code::Unavailable, "CUSTOMERS_UNAVAILABLE");
    }

    async fn a_paused_reminder_goes_over_and_one_that_ended_stays(engine) {
        let house = House::new(engine).await;
        let (li, chen) = (house.employ("li").await, house.employ("chen").await);
        let mut reminders = house.reminders_of(&Bearer(None)).await;
        let mut made = Vec::new();
        for (rule, paused) in [("FREQ=DAILY", true), ("FREQ=DAILY;COUNT=2", false)] {
            let reminder = Reminder { assignee: li.staff_id.clone(), paused, ..by_rule("日报", rule) };
            made.push(reminders.create_reminder(create_reminder(reminder)).await.unwrap().into_inner());
        }
        house.clock.advance(DAY);
        house.made(&made[1].reminder_id, 1).await;
        run(&house, transfer(&li, &chen)).await.unwrap();
        for (reminder, expected) in made.into_iter().zip([&chen, &li]) {
            let read = GetReminderRequest { reminder_id: reminder.reminder_id };
            assert_eq!(reminders.get_reminder(read).await.unwrap().into_inner().assignee, expected.staff_id);
        }
        let request = contracts::reminder::v1::ListTasksRequest { state: TaskState::Open.into(), ..Default::default() };
        let tasks = house.tasks().await.list_tasks(request).await.unwrap().into_inner().tasks;
        assert_eq!(tasks.iter().map(|task| &task.assignee).collect::<Vec<_>>(), [&chen.staff_id], "what it made is open");
    }
}
