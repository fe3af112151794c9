//! WatchReminders.

use access::Role;
use contracts::reminder::v1::{ErrorReason, Notice, Task, WatchRemindersRequest, WatchRemindersResponse};
use testkit::{assert_problem, on_both_engines};
use tonic::{Code, Streaming};

use crate::harness::{Callers, DAY, House, create, task};

/// The next notice of a watch, and where to go on after it.
async fn next(watch: &mut Streaming<WatchRemindersResponse>) -> (Notice, String) {
    loop {
        let message = watch.message().await.unwrap().unwrap();
        if let Some(notice) = message.notice {
            return (notice, message.resume_token);
        }
    }
}

on_both_engines! {
    async fn r15_a_watch_goes_on_where_it_was_and_misses_nothing(engine) {
        let house = House::new(engine).await;
        let (mut tasks, mut reminders) = (house.tasks().await, house.reminders().await);
        let mut watch = reminders.watch_reminders(WatchRemindersRequest::default()).await.unwrap().into_inner();
        for hour in 10..20 {
            tasks.create_task(create(Task { due: format!("2024-05-21T{hour}:00"), ..task("打电话") })).await.unwrap();
        }
        house.clock.advance(2 * DAY);
        let (mut told, mut resume_token) = (Vec::new(), String::new());
        while told.len() < 10 {
            let (notice, token) = next(&mut watch).await;
            told.push(notice.task_id);
            resume_token = token;
            // Each time it comes back, from where it was.
            let request = WatchRemindersRequest { resume_token: resume_token.clone(), ..Default::default() };
            watch = reminders.watch_reminders(request).await.unwrap().into_inner();
        }
        told.sort();
        told.dedup();
        assert_eq!(told.len(), 10, "each once");
        let (_, wang_fang) = house.person("wang.fang", Role::Sales).await;
        let foreign = WatchRemindersRequest { resume_token, ..Default::default() };
        let refused = house.reminders_of(&wang_fang).await.watch_reminders(foreign).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidResumeToken.as_str_name());
    }

    async fn a_watch_tells_of_what_the_caller_may_read_alone(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let mut tasks = house.tasks().await;
        let hers = house.reminders_of(&li_na).await.watch_reminders(WatchRemindersRequest::default()).await;
        let mut hers = hers.unwrap().into_inner();
        let other = Task { due: "2024-05-21T08:00".into(), ..task("别人的") };
        let other = tasks.create_task(create(other)).await.unwrap().into_inner();
        let watched = Task { watchers: vec![staff.staff_id.clone()], ..task("她关注的") };
        let watched = tasks.create_task(create(watched)).await.unwrap().into_inner();
        house.clock.advance(2 * DAY);
        let (notice, _) = next(&mut hers).await;
        assert_eq!((&notice.task_id, &notice.watchers), (&watched.task_id, &vec![staff.staff_id]));
        let logged = [house.reads_of(&watched.task_id).await.len(), house.reads_of(&other.task_id).await.len()];
        assert_eq!(logged, [1, 0], "who was told of what stands in the access log");
    }

    async fn a_place_that_a_restored_service_does_not_know_is_told(engine) {
        let house = House::new(engine).await;
        let (mut tasks, mut reminders) = (house.tasks().await, house.reminders().await);
        let mut watch = reminders.watch_reminders(WatchRemindersRequest::default()).await.unwrap().into_inner();
        tasks.create_task(create(Task { due: "2024-05-20T09:00".into(), ..task("打电话") })).await.unwrap();
        let (_, resume_token) = next(&mut watch).await;
        drop(watch);
        let (mut addresses, clock) = house.close().await;
        // The records are those of an older copy; the keys are as they were.
        addresses.guest[0].1 = testkit::fresh_url::<reminder::Migrator>(engine).await;
        let house = House::open(addresses, clock).await;
        let request = WatchRemindersRequest { resume_token, ..Default::default() };
        let mut watch = house.reminders().await.watch_reminders(request).await.unwrap().into_inner();
        let refused = watch.message().await.unwrap_err();
        assert_problem(&refused, Code::OutOfRange, ErrorReason::WatchRewound.as_str_name());
    }
}
