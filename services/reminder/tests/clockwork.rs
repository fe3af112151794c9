//! The clock: what becomes of times that passed while nothing ran.

use contracts::reminder::v1::{GetReminderRequest, Missed, Reminder, ReminderState};
use testkit::on_both_engines;

use crate::harness::{Callers, DAY, HOUR, House, SlowHouse, by_rule, create, create_reminder, task};

/// Creates a reminder that comes round every day for ten days, closes the house for four days and a half, and opens it again.
async fn after_an_outage(engine: testkit::Engine, missed: Missed) -> (House, Reminder) {
    let house = House::new(engine).await;
    let sent = Reminder { missed: missed.into(), skip_after_minutes: 60, ..by_rule("日报", "FREQ=DAILY;COUNT=11") };
    let created = house.reminders().await.create_reminder(create_reminder(sent)).await.unwrap().into_inner();
    let (addresses, clock) = house.close().await;
    clock.advance(4 * DAY - HOUR / 2);
    (House::open(addresses, clock).await, created)
}

async fn occurrences(house: &House, reminder: &Reminder, count: usize) -> Vec<(u32, i32)> {
    let made = house.made(&reminder.reminder_id, count).await;
    made.iter().map(|task| (task.occurrence[8..10].parse().unwrap(), task.merged_count)).collect()
}

on_both_engines! {
    async fn late_times_are_each_told_of_once(engine) {
        let (house, reminder) = after_an_outage(engine, Missed::FireLate).await;
        assert_eq!(occurrences(&house, &reminder, 4).await, [(21, 0), (22, 0), (23, 0), (24, 0)]);
        house.clock.advance(30 * DAY);
        assert_eq!(occurrences(&house, &reminder, 10).await.len(), 10);
        let read = GetReminderRequest { reminder_id: reminder.reminder_id };
        let read = house.reminders().await.get_reminder(read).await.unwrap().into_inner();
        assert_eq!((read.state(), read.fired_count, read.next_time), (ReminderState::Ended, 10, None));
    }

    async fn times_that_passed_too_long_ago_are_left_out_and_counted(engine) {
        let (house, reminder) = after_an_outage(engine, Missed::Skip).await;
        assert_eq!(occurrences(&house, &reminder, 1).await, [(24, 0)]);
        let read = GetReminderRequest { reminder_id: reminder.reminder_id };
        let read = house.reminders().await.get_reminder(read).await.unwrap().into_inner();
        assert_eq!((read.skipped_count, read.next.as_str()), (3, "2024-05-25T09:00:00"));
    }

    async fn the_last_of_merged_times_stands_for_all(engine) {
        let (house, reminder) = after_an_outage(engine, Missed::Merge).await;
        assert_eq!(occurrences(&house, &reminder, 1).await, [(24, 3)]);
    }

    async fn catching_up_does_not_hold_up_what_comes_in_time(engine) {
        let house = SlowHouse::new(engine).await;
        let mut tasks = house.tasks().await;
        for _ in 0..60 {
            tasks.create_task(create(task("打电话"))).await.unwrap();
        }
        house.clock.advance(3 * DAY);
        // Due now, while the others wait for their turn, ten in a second.
        let sent = contracts::reminder::v1::Task { due: "2024-05-23T10:00".into(), ..task("现在") };
        let now = tasks.create_task(create(sent)).await.unwrap().into_inner();
        let request = contracts::reminder::v1::GetTaskRequest { task_id: now.task_id };
        while tasks.get_task(request.clone()).await.unwrap().into_inner().revision == 1 {}
        let all = contracts::reminder::v1::ListTasksRequest { page_size: 100, ..Default::default() };
        let told = |tasks: Vec<contracts::reminder::v1::Task>| tasks.iter().filter(|task| task.revision == 2).count();
        let first = told(tasks.list_tasks(all.clone()).await.unwrap().into_inner().tasks);
        assert!(first < 61, "some of the late ones still wait: {first}");
        while told(tasks.list_tasks(all.clone()).await.unwrap().into_inner().tasks) < 61 {}
    }
}
