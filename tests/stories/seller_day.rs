//! A seller's day: what went before, what is to be done next, and a birthday that moves with the moon.

use clock::Clock;
use contracts::customer::v1 as customers;
use contracts::customer::v1::important_date::Day;
use contracts::interaction::v1 as interactions;
use contracts::interaction::v1::interaction_service_client::InteractionServiceClient;
use contracts::interaction::v1::timeline_service_client::TimelineServiceClient;
use contracts::reminder::v1 as reminders;
use contracts::reminder::v1::reminder_service_client::ReminderServiceClient;
use contracts::reminder::v1::task_service_client::TaskServiceClient;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use prost_types::Timestamp;

use super::book::until;
use crate::services::Name;
use crate::told_in_one_process_and_in_four;

const DAY: i64 = 24 * 3600;
/// When the Mid-Autumn Festival is, the fifteenth of the eighth month, as calendars print it.
const MID_AUTUMN: [&str; 12] = [
    "2026-09-25",
    "2027-09-15",
    "2028-10-03",
    "2029-09-22",
    "2030-09-12",
    "2031-10-01",
    "2032-09-19",
    "2033-09-08",
    "2034-09-27",
    "2035-09-16",
    "2036-10-04",
    "2037-09-24",
];

/// The day on which is told of a birthday: three days before, or the last working day before that.
fn told_of(birthday: &str) -> Date {
    let mut day = birthday.parse::<Date>().unwrap() - 3.days();
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day -= 1.day();
    }
    day
}

told_in_one_process_and_in_four! {
    async fn a_seller_sees_what_went_before_and_is_told_what_comes(book) {
        let (seller, sells) = book.seller("li.na").await;
        let birthday = customers::ImportantDate {
            kind: customers::ImportantDateKind::Birthday.into(),
            label: "张总".into(),
            day: Some(Day::Lunar(customers::LunarDay { year: 1990, month: 8, leap: false, day: 15 })),
            ..Default::default()
        };
        let won = customers::Customer {
            registered_name: "杭州云帆有限公司".into(),
            important_dates: vec![birthday],
            ..Default::default()
        };
        let customer = book.wins(&sells, won).await.customer_id;

        let now = Clock::system().now().as_micros() / 1_000_000;
        let mut client = InteractionServiceClient::new(book.stub(Name::Interaction, &sells).await);
        let mut last = String::new();
        for (hours_ago, said) in [(26, "问了价格"), (2, "要看样品")] {
            let interaction = interactions::Interaction {
                customer: customer.clone(),
                channel: interactions::Channel::Phone.into(),
                start_time: Some(Timestamp { seconds: now - hours_ago * 3600, nanos: 0 }),
                key_points: said.into(),
                next_step: if hours_ago == 2 { "寄样品".into() } else { String::new() },
                next_step_time: (hours_ago == 2).then_some(Timestamp { seconds: now + DAY, nanos: 0 }),
                ..Default::default()
            };
            let request = interactions::CreateInteractionRequest { interaction: Some(interaction), ..Default::default() };
            last = client.create_interaction(request).await.unwrap().into_inner().interaction_id;
        }
        let mut timeline = TimelineServiceClient::new(book.stub(Name::Interaction, &sells).await);
        let request = interactions::ListTimelineRequest { customer: customer.clone(), ..Default::default() };
        let entries = timeline.list_timeline(request).await.unwrap().into_inner().entries;
        let said = entries.iter().map(|entry| match &entry.record {
            Some(interactions::timeline_entry::Record::Interaction(interaction)) => interaction.key_points.as_str(),
            other => panic!("not said by anybody: {other:?}"),
        });
        assert_eq!(said.collect::<Vec<_>>(), ["要看样品", "问了价格"]);

        let tasks = TaskServiceClient::new(book.stub(Name::Reminder, &sells).await);
        let task = until(async || {
            let request = reminders::ListTasksRequest { assignee: seller.staff_id.clone(), ..Default::default() };
            tasks.clone().list_tasks(request).await.unwrap().into_inner().tasks.into_iter().next()
        })
        .await;
        // What it says is read where it was said: nothing personal is told from service to service.
        assert_eq!((&task.interaction_id, &task.customer), (&last, &customer));
        assert_eq!(task.due_time.map(|due| due.seconds), Some(now + DAY));
        let request = reminders::CompleteTaskRequest {
            task_id: task.task_id,
            etag: task.etag,
            outcome: "寄出了".into(),
            ..Default::default()
        };
        let done = tasks.clone().complete_task(request).await.unwrap().into_inner();
        assert_eq!(done.state(), reminders::TaskState::Completed);

        let comes = ReminderServiceClient::new(book.stub(Name::Reminder, &sells).await);
        let reminder = until(async || {
            let request = reminders::ListRemindersRequest { customer: customer.clone(), ..Default::default() };
            comes.clone().list_reminders(request).await.unwrap().into_inner().reminders.into_iter().next()
        })
        .await;
        let request = reminders::SimulateRequest {
            to_time: Some(Timestamp { seconds: now + 366 * DAY, nanos: 0 }),
            assignee: seller.staff_id.clone(),
            ..Default::default()
        };
        let simulated = comes.clone().simulate(request).await.unwrap().into_inner().occurrences;
        let today = Timestamp { seconds: now, nanos: 0 }.to_string()[..10].to_owned();
        let told = MID_AUTUMN.map(told_of).into_iter().find(|day| day.to_string() > today).unwrap().to_string();
        let days: Vec<_> = simulated.iter().map(|told| (told.reminder_id.as_str(), &told.occurrence[..10])).collect();
        assert_eq!(days, [(reminder.reminder_id.as_str(), told.as_str())]);
    }
}
