//! What is left of tasks and reminders when the customer that they are about is erased.

use std::time::Duration;

use access::Role;
use contracts::customer::v1::EraseCustomerRequest;
use contracts::reminder::v1::{
    CompleteTaskRequest, ErrorReason, GetReminderRequest, GetTaskRequest, Reminder, ReminderState, Task, TaskState,
};
use house::storage;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, House, by_rule, create, create_reminder, task};

on_both_engines! {
    async fn x13_no_key_is_left_of_what_was_written_while_the_erasure_was_told(engine) {
        let house = House::new(engine).await;
        let (staff, _) = house.person("li.na", Role::Sales).await;
        let about = house.customer_of(&staff).await.customer_id;
        let made = house.tasks().await.create_task(create(Task { customer: about.clone(), ..task("问张三") })).await;
        made.unwrap();
        let round = Reminder { customer: about.clone(), ..by_rule("张三生日", "FREQ=YEARLY") };
        house.reminders().await.create_reminder(create_reminder(round)).await.unwrap();
        let (addresses, clock) = house.close().await;
        storage::record_erasure(&addresses.ledger, "reminder", &about, &clock).await;
        let (addresses, clock) = House::open(addresses, clock).await.close().await;
        let [records, keyring] = ["reminder.records", "reminder.keyring"]
            .map(|key| addresses.guest.iter().find(|(known, _)| *known == key).unwrap().1.as_str());
        let sealed = "SELECT sealed FROM journal WHERE LENGTH(sealed) > 0";
        let sealed = storage::query(records, sealed, Vec::new()).await;
        assert_eq!(sealed.len(), 2, "of the task and of the reminder");
        for entry in sealed {
            let sealed = entry.bytes(0).unwrap();
            assert!(storage::is_key_gone(keyring, &addresses.master, &clock, &sealed).await);
        }
    }

    async fn x13_an_erased_customers_tasks_say_nothing_more_and_are_told_of_no_more(engine) {
        let house = House::new(engine).await;
        let (staff, _) = house.person("li.na", Role::Sales).await;
        let customer = house.customer_of(&staff).await;
        let (mut tasks, mut reminders) = (house.tasks().await, house.reminders().await);
        let about = customer.customer_id.clone();
        let made = tasks.create_task(create(Task { customer: about.clone(), ..task("问张三") })).await;
        let made = made.unwrap().into_inner();
        let round = Reminder { customer: about, ..by_rule("张三生日", "FREQ=YEARLY") };
        let round = reminders.create_reminder(create_reminder(round)).await.unwrap().into_inner();
        let other = tasks.create_task(create(task("写周报"))).await.unwrap().into_inner();
        let erase = EraseCustomerRequest { customer: customer.customer_id, etag: customer.etag, ..Default::default() };
        house.customers().await.erase_customer(erase).await.unwrap();
        let read = GetTaskRequest { task_id: made.task_id.clone() };
        let mut left = tasks.get_task(read.clone()).await.unwrap().into_inner();
        while left.state() != TaskState::Erased {
            tokio::time::sleep(Duration::from_millis(50)).await;
            left = tasks.get_task(read.clone()).await.unwrap().into_inner();
        }
        assert_eq!((left.title.as_str(), left.remind_time), ("", None));
        let refused = CompleteTaskRequest { task_id: made.task_id, ..Default::default() };
        let refused = tasks.complete_task(refused).await.unwrap_err();
        assert_problem(&refused, Code::FailedPrecondition, ErrorReason::TaskClosed.as_str_name());
        let read = GetReminderRequest { reminder_id: round.reminder_id };
        let left = reminders.get_reminder(read).await.unwrap().into_inner();
        assert_eq!((left.state(), left.title.as_str(), left.next_time), (ReminderState::Erased, "", None));
        let read = tasks.get_task(GetTaskRequest { task_id: other.task_id.clone() }).await.unwrap().into_inner();
        assert_eq!(read, other, "who is not erased keeps everything");
        assert_eq!(house.verify_journal_of("reminder").await.faults, Vec::<String>::new());
    }
}
