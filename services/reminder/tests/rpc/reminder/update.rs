//! UpdateReminder.

use contracts::reminder::v1::{GetReminderRequest, Reminder, UpdateReminderRequest};
use prost_types::FieldMask;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, DAY, House, by_rule, create_reminder};

fn update(reminder: Reminder, paths: &[&str]) -> UpdateReminderRequest {
    let paths = paths.iter().map(|path| (*path).to_owned()).collect();
    UpdateReminderRequest { reminder: Some(reminder), update_mask: Some(FieldMask { paths }), ..Default::default() }
}

on_both_engines! {
    async fn what_passes_while_it_rests_does_not_count(engine) {
        let house = House::new(engine).await;
        let mut reminders = house.reminders().await;
        let created = reminders.create_reminder(create_reminder(by_rule("日报", "FREQ=DAILY"))).await.unwrap().into_inner();
        let resting = update(Reminder { paused: true, ..created.clone() }, &["paused"]);
        let resting = reminders.update_reminder(resting).await.unwrap().into_inner();
        assert_eq!(resting.next_time, None);
        let refused = reminders.update_reminder(update(created, &["paused"])).await.unwrap_err();
        assert_problem(&refused, Code::Aborted, "ETAG_MISMATCH");
        house.clock.advance(10 * DAY);
        let awake = update(Reminder { paused: false, ..resting.clone() }, &["paused"]);
        let awake = reminders.update_reminder(awake).await.unwrap().into_inner();
        assert_eq!(awake.next, "2024-05-31T09:00:00");
        house.clock.advance(DAY);
        let made = house.made(&awake.reminder_id, 1).await;
        assert_eq!(made.iter().map(|task| task.occurrence.as_str()).collect::<Vec<_>>(), ["2024-05-31T09:00:00"]);
    }

    async fn an_occurrence_has_one_task_however_the_schedule_is_changed_and_changed_back(engine) {
        let house = House::new(engine).await;
        let mut reminders = house.reminders().await;
        let tokyo = Reminder { zone: "Asia/Tokyo".into(), ..by_rule("日报", "FREQ=DAILY;COUNT=3") };
        let created = reminders.create_reminder(create_reminder(tokyo)).await.unwrap().into_inner();
        house.clock.advance(DAY);
        house.made(&created.reminder_id, 1).await;
        // 09:00 of the same day comes again in a zone that lies behind.
        let read = GetReminderRequest { reminder_id: created.reminder_id.clone() };
        let read = reminders.get_reminder(read).await.unwrap().into_inner();
        let moved = update(Reminder { zone: "America/New_York".into(), ..read }, &["zone"]);
        let moved = reminders.update_reminder(moved).await.unwrap().into_inner();
        assert_eq!(moved.next, "2024-05-21T09:00:00");
        house.clock.advance(2 * DAY);
        let made = house.made(&created.reminder_id, 2).await;
        let occurrences: Vec<_> = made.iter().map(|task| task.occurrence.as_str()).collect();
        assert_eq!(occurrences, ["2024-05-21T09:00:00", "2024-05-22T09:00:00"]);
    }
}
