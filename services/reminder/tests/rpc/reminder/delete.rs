//! DeleteReminder.

use contracts::reminder::v1::{DeleteReminderRequest, ErrorReason, ListRemindersRequest, ReminderState};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, DAY, House, by_rule, create_reminder};

on_both_engines! {
    async fn a_deleted_reminder_does_not_come_round_and_its_tasks_stay(engine) {
        let house = House::new(engine).await;
        let mut reminders = house.reminders().await;
        let created = reminders.create_reminder(create_reminder(by_rule("日报", "FREQ=DAILY"))).await.unwrap().into_inner();
        house.clock.advance(DAY);
        house.made(&created.reminder_id, 1).await;
        let request = DeleteReminderRequest { reminder_id: created.reminder_id.clone(), ..Default::default() };
        let deleted = reminders.delete_reminder(request.clone()).await.unwrap().into_inner();
        assert_eq!((deleted.state(), deleted.next_time), (ReminderState::Deleted, None));
        let other = reminders.create_reminder(create_reminder(by_rule("周报", "FREQ=DAILY"))).await.unwrap().into_inner();
        house.clock.advance(DAY);
        house.made(&other.reminder_id, 1).await;
        assert_eq!(house.made(&created.reminder_id, 1).await.len(), 1);
        let listed = reminders.list_reminders(ListRemindersRequest::default()).await.unwrap().into_inner().reminders;
        assert_eq!(listed.iter().map(|reminder| &reminder.reminder_id).collect::<Vec<_>>(), [&other.reminder_id]);
        let refused = reminders.delete_reminder(request).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::ReminderEnded.as_str_name());
    }
}
