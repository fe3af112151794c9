//! GetReminder.

use contracts::reminder::v1::GetReminderRequest;
use testkit::on_both_engines;

use crate::harness::{Callers, House, by_rule, create_reminder};

on_both_engines! {
    async fn a_reminder_is_read_back_as_answered(engine) {
        let house = House::new(engine).await;
        let mut reminders = house.reminders().await;
        let sent = by_rule("周会", "FREQ=WEEKLY;BYDAY=MO");
        let created = reminders.create_reminder(create_reminder(sent.clone())).await.unwrap().into_inner();
        assert_eq!(created.schedule.as_ref().unwrap().when.is_some(), sent.schedule.unwrap().when.is_some());
        let request = GetReminderRequest { reminder_id: created.reminder_id.clone() };
        assert_eq!(reminders.get_reminder(request).await.unwrap().into_inner(), created);
        assert_eq!(house.reads_of(&created.reminder_id).await.len(), 1);
    }
}
