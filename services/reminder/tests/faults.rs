//! Workers that are killed, and stopped for longer than their leases last, while everything comes due: nothing is missed, nothing has its
//! effect twice, and what a stale worker still tries is fenced off.

mod delivered;
mod dormant;
mod stale;
mod worker;

use std::collections::BTreeMap;
use std::time::Duration;

use contracts::reminder::v1::task_service_client::TaskServiceClient;
use contracts::reminder::v1::{ListTasksRequest, RecurringSchedule, Reminder, Schedule, Task, schedule};
use futures::stream::{self, StreamExt};
use rand::{Rng, SeedableRng, rngs::StdRng};
use tonic::transport::Channel;

use crate::harness::create_reminder;
use worker::{Ground, Worker};

const WORKERS: usize = 3;
/// How long a worker that stands still keeps its share.
const LEASE: Duration = Duration::from_secs(2);
/// How many times each reminder comes round, and how many seconds apart.
const TIMES: usize = 20;
const SECONDS_APART: u32 = 3;
/// How long everything may take.
const LONGEST: Duration = Duration::from_secs(540);

/// What was done to the workers.
#[derive(Default)]
struct Done {
    kills: usize,
    stops: usize,
    fenced: usize,
}

/// Lets so many occurrences come due over three workers, which are killed and stopped at random.
async fn all_come_due(occurrences: usize, seed: u64) -> Done {
    let ground = Ground::fresh(LEASE).await;
    let mut workers: Vec<_> = (0..WORKERS).map(|_| Worker::start(&ground)).collect();
    let reminders = create_reminders(&workers[0], occurrences / TIMES).await;
    let (mut random, mut done) = (StdRng::seed_from_u64(seed), Done::default());
    let begun = tokio::time::Instant::now();
    let mut made = 0;
    while made < occurrences {
        assert!(begun.elapsed() < LONGEST, "{made} of {occurrences} after {:?}", begun.elapsed());
        let victim = random.random_range(0..WORKERS);
        if random.random_bool(0.4) {
            let killed = std::mem::replace(&mut workers[victim], Worker::start(&ground));
            done.fenced += killed.kill();
            done.kills += 1;
        } else {
            workers[victim].stop();
            tokio::time::sleep(LEASE * 2).await;
            workers[victim].go_on();
            done.stops += 1;
        }
        tokio::time::sleep(Duration::from_millis(random.random_range(200..1_500))).await;
        made = ground.count_tasks().await;
    }
    let tasks = TaskServiceClient::new(workers[0].channel().await);
    let seen = tasks_by_occurrence(tasks).await;
    let missed = reminders.iter().flat_map(|id| (0..TIMES).map(move |time| (id.clone(), time)));
    let missed = missed.filter(|(id, time)| seen.get(id).is_none_or(|times| times.len() <= *time)).count();
    let doubled: usize = seen.values().flat_map(BTreeMap::values).filter(|count| **count > 1).count();
    assert_eq!((missed, doubled), (0, 0));
    assert_eq!(seen.len(), reminders.len());
    done.fenced += workers.into_iter().map(Worker::kill).sum::<usize>();
    done
}

/// Reminders that come round together, in a short while from now.
async fn create_reminders(worker: &Worker, count: usize) -> Vec<String> {
    let client = contracts::reminder::v1::reminder_service_client::ReminderServiceClient::new(worker.channel().await);
    let start = jiff::Timestamp::from(clock::Clock::system().now());
    let start = start.to_zoned(jiff::tz::TimeZone::UTC).datetime().round(jiff::Unit::Second).unwrap();
    let rule = format!("FREQ=SECONDLY;INTERVAL={SECONDS_APART};COUNT={TIMES}");
    stream::iter(0..count)
        .map(|index| {
            let mut client = client.clone();
            // Each begins after it is created, however long that takes.
            let begins = start + jiff::SignedDuration::from_secs(25 + index as i64 / 60);
            let recurring = RecurringSchedule { rule: rule.clone(), start: begins.to_string() };
            let when = schedule::When::Recurring(recurring);
            let reminder = Reminder {
                title: "提醒".into(),
                zone: "UTC".into(),
                schedule: Some(Schedule { when: Some(when) }),
                ..Reminder::default()
            };
            async move { client.create_reminder(create_reminder(reminder)).await.unwrap().into_inner().reminder_id }
        })
        .buffer_unordered(32)
        .collect()
        .await
}

/// How many tasks there are of each occurrence of each reminder.
async fn tasks_by_occurrence(mut tasks: TaskServiceClient<Channel>) -> BTreeMap<String, BTreeMap<String, usize>> {
    let (mut seen, mut page_token) = (BTreeMap::<String, BTreeMap<String, usize>>::new(), String::new());
    loop {
        let request = ListTasksRequest { page_size: 1_000, page_token, ..Default::default() };
        let page = tasks.list_tasks(request).await.unwrap().into_inner();
        for Task { reminder_id, occurrence, .. } in page.tasks {
            *seen.entry(reminder_id).or_default().entry(occurrence).or_default() += 1;
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return seen;
        }
    }
}

fn run(occurrences: usize, seed: u64, least_fenced: usize) {
    if testkit::is_skipped() {
        return;
    }
    testkit::run(async move {
        let Done { kills, stops, fenced } = all_come_due(occurrences, seed).await;
        println!("soak: {occurrences} occurrences, {kills} kills, {stops} stops, {fenced} fenced attempts");
        assert!(kills + stops >= 5, "something happened to them: {kills} kills, {stops} stops");
        assert!(fenced >= least_fenced, "stale workers were fenced off: {fenced}");
    });
}

#[test]
fn twenty_thousand_occurrences_over_workers_that_die_and_stand_still_each_have_one_task() {
    // How many are fenced off depends on what each was at when it was stopped: `stale` shows that they are.
    run(20_000, 1, 0);
}

#[test]
#[ignore = "a long count: cargo xtask soak"]
fn soak_a_hundred_thousand_occurrences_over_workers_that_die_and_stand_still() {
    run(100_000, 2, 500);
}
