//! Simulate.

use contracts::reminder::v1::{Reminder, SimulateRequest, Task};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::{Callers, DAY, House, at, by_rule, create, create_reminder, fields, task};

on_both_engines! {
    async fn a_simulated_year_is_what_an_accelerated_year_fires(engine) {
        let house = House::new(engine).await;
        let mut reminders = house.reminders().await;
        for zone in ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo"] {
            for rule in ["FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=30", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY"] {
                let sent = Reminder { zone: zone.into(), ..by_rule("提醒", rule) };
                reminders.create_reminder(create_reminder(sent)).await.unwrap();
            }
        }
        let mut tasks = house.tasks().await;
        tasks.create_task(create(Task { lead_minutes: 90, ..task("打电话") })).await.unwrap();
        let span = SimulateRequest { to_time: Some(at("2025-05-20T02:00:00Z")), ..Default::default() };
        let simulated = reminders.simulate(span).await.unwrap().into_inner();
        assert!(!simulated.truncated && simulated.occurrences.len() > 290, "{}", simulated.occurrences.len());
        let mut watch = reminders.watch_reminders(contracts::reminder::v1::WatchRemindersRequest::default()).await;
        let watch = watch.as_mut().unwrap().get_mut();
        for _ in 0..73 {
            house.clock.advance(5 * DAY);
        }
        let mut fired = Vec::new();
        while fired.len() < simulated.occurrences.len() {
            let Some(notice) = watch.message().await.unwrap().unwrap().notice else { continue };
            let whose = if notice.reminder_id.is_empty() { notice.task_id } else { notice.reminder_id };
            fired.push((whose, notice.occurrence, notice.occurrence_time.unwrap().seconds));
        }
        let mut expected: Vec<_> = simulated.occurrences.into_iter().map(|occurrence| {
            let whose = if occurrence.reminder_id.is_empty() { occurrence.task_id } else { occurrence.reminder_id };
            (whose, occurrence.occurrence, occurrence.occurrence_time.unwrap().seconds)
        }).collect();
        fired.sort();
        expected.sort();
        assert_eq!(fired, expected);
    }

    async fn a_long_answer_is_cut_where_the_limit_is_and_comes_in_the_order_of_time(engine) {
        let house = House::new(engine).await;
        let mut reminders = house.reminders().await;
        for rule in ["FREQ=DAILY", "FREQ=DAILY;BYHOUR=10", "FREQ=WEEKLY"] {
            reminders.create_reminder(create_reminder(by_rule("提醒", rule))).await.unwrap();
        }
        let span = SimulateRequest { to_time: Some(at("2024-06-20T02:00:00Z")), ..Default::default() };
        let whole = reminders.simulate(span.clone()).await.unwrap().into_inner().occurrences;
        assert!(whole.is_sorted_by_key(|occurrence| occurrence.occurrence_time.unwrap().seconds));
        let cut = reminders.simulate(SimulateRequest { limit: 10, ..span }).await.unwrap().into_inner();
        assert!(cut.truncated);
        assert_eq!(cut.occurrences, whole[..10]);
    }

    async fn a_span_that_ends_before_it_begins_is_refused(engine) {
        let house = House::new(engine).await;
        let span = SimulateRequest { to_time: Some(at("2024-05-19T02:00:00Z")), ..Default::default() };
        let refused = house.reminders().await.simulate(span).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(fields(&refused), ["to_time"]);
    }
}
