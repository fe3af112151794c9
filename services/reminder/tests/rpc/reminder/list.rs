//! ListReminders.

use access::Role;
use contracts::reminder::v1::{ListRemindersRequest, Reminder};
use testkit::on_both_engines;

use crate::harness::{Callers, House, by_rule, create_reminder};

on_both_engines! {
    async fn reminders_are_listed_page_by_page_and_only_the_callers_own(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let mut reminders = house.reminders().await;
        for index in 0..7 {
            let assignee = if index % 2 == 0 { staff.staff_id.clone() } else { String::new() };
            let sent = Reminder { assignee, ..by_rule(&format!("第{index}个"), "FREQ=DAILY") };
            reminders.create_reminder(create_reminder(sent)).await.unwrap();
            // Ids sort as times of creation do.
            house.clock.advance(1);
        }
        let mut hers = house.reminders_of(&li_na).await;
        let (mut titles, mut page_token) = (Vec::new(), String::new());
        loop {
            let page = ListRemindersRequest { page_size: 3, page_token, ..Default::default() };
            let page = hers.list_reminders(page).await.unwrap().into_inner();
            titles.extend(page.reminders.into_iter().map(|reminder| reminder.title));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        assert_eq!(titles, ["第0个", "第2个", "第4个", "第6个"]);
    }
}
